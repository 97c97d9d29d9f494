import { Button, Code, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { formatCount, formatMoment, formatRelative } from '../../lib/format';
import { useLoad } from '../../lib/use-load';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { EmptyState } from '../../ui/empty-state';
import { ErrorPanel } from '../../ui/error-panel';
import { IconPlus } from '../../ui/icons';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { PushButton } from '../../ui/push-button';
import { Records, type Column } from '../../ui/records';
import { CreateKeyDialog } from './create-key-dialog';
import { listKeys, revokeKey, type ApiKey } from './keys';
import { texts } from './texts';

function columns(onRevoke: (key: ApiKey) => void): readonly Column<ApiKey>[] {
  return [
    { label: 'Name', cell: (key) => <strong>{key.name}</strong> },
    { label: 'Begins with', cell: (key) => <Code>{key.prefix}…</Code> },
    {
      label: 'Last used',
      cell: (key) => (key.last_used_at === null ? texts.never : formatRelative(key.last_used_at)),
    },
    {
      label: 'Stops working',
      cell: (key) => (key.expires_at === null ? texts.never : formatMoment(key.expires_at)),
    },
    {
      label: 'Limit',
      isNumber: true,
      cell: (key) => (key.token_limit === null ? texts.noLimit : formatCount(key.token_limit)),
    },
    {
      label: 'Change',
      isNumber: true,
      cell: (key) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${texts.revoke} ${key.name}`}
          onClick={() => onRevoke(key)}
        >
          {texts.revoke}
        </Button>
      ),
    },
  ];
}

export function KeysPage() {
  const { data: keys, error, reload, replace } = useLoad('keys', listKeys);
  const [isCreating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey>();
  const create = (
    <PushButton leftSection={<IconPlus />} onClick={() => setCreating(true)}>
      {texts.create}
    </PushButton>
  );

  async function revoke(key: ApiKey): Promise<void> {
    await revokeKey(key.id);
    replace((now) => now.filter((other) => other.id !== key.id));
  }

  const isEmpty = keys?.length === 0;
  return (
    <>
      <PageHeader title={texts.title} lead={texts.lead} action={isEmpty ? undefined : create} />
      {error !== undefined && (
        <ErrorPanel title={texts.loadFailed} error={error} onRetry={reload} />
      )}
      {isEmpty && (
        <EmptyState title={texts.emptyTitle} action={create}>
          {texts.empty}
        </EmptyState>
      )}
      {error === undefined && !isEmpty && (
        <Panel>
          {keys === undefined ? (
            <Skeleton h={160} />
          ) : (
            <Records
              label={texts.title}
              columns={columns(setRevoking)}
              rows={keys}
              keyOf={(key) => key.id}
            />
          )}
        </Panel>
      )}
      {isCreating && (
        <CreateKeyDialog
          onMade={(key) => replace((now) => [key, ...now])}
          onClose={() => setCreating(false)}
        />
      )}
      {revoking !== undefined && (
        <ConfirmDialog
          title={texts.revokeTitle(revoking.name)}
          text={texts.revokeText}
          verb={texts.revoke}
          failedTitle={texts.revokeFailed}
          onConfirm={() => revoke(revoking)}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </>
  );
}
