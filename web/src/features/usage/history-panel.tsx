import { Button, Center, Skeleton, Text } from '@mantine/core';
import { useState } from 'react';
import { type ApiError, toApiError } from '../../lib/api-error';
import { formatCount, formatMoment } from '../../lib/format';
import type { Loaded } from '../../lib/use-load';
import { EmptyState } from '../../ui/empty-state';
import { ErrorPanel } from '../../ui/error-panel';
import { Panel } from '../../ui/panel';
import { PushLink } from '../../ui/push-button';
import { Records, type Column } from '../../ui/records';
import { Tag } from '../../ui/tag';
import { texts } from './texts';
import { listUsage, type UsagePage, type UsageRecord } from './usage';

const COLUMNS: readonly Column<UsageRecord>[] = [
  { label: 'When', cell: (row) => formatMoment(row.timestamp) },
  { label: 'Model', cell: (row) => <bdi>{row.model}</bdi> },
  { label: 'Provider', cell: (row) => row.backend },
  { label: 'Ended', cell: (row) => <Ending status={row.status} /> },
  { label: 'In', isNumber: true, cell: (row) => formatCount(row.prompt_tokens) },
  { label: 'Out', isNumber: true, cell: (row) => formatCount(row.completion_tokens) },
  {
    label: 'Tokens',
    isNumber: true,
    cell: (row) => (
      <span>
        {formatCount(row.total_tokens)}
        {!row.exact && (
          <Text span size="xs" c="dimmed" display="block" ff="text">
            {texts.estimated}
          </Text>
        )}
      </span>
    ),
  },
];

function Ending({ status }: { status: string }) {
  const [words, mood] = texts.endings[status] ?? [status, 'plain'];
  return <Tag mood={mood}>{words}</Tag>;
}

export function HistoryPanel({ data, error, reload, replace }: Loaded<UsagePage>) {
  const [isBusy, setBusy] = useState(false);
  const [moreError, setMoreError] = useState<ApiError>();

  async function loadMore(cursor: string): Promise<void> {
    setBusy(true);
    setMoreError(undefined);
    try {
      const older = await listUsage(cursor);
      replace((now) => ({
        ...older,
        usage_history: [...now.usage_history, ...older.usage_history],
      }));
    } catch (thrown) {
      setMoreError(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  }

  if (error !== undefined) {
    return <ErrorPanel title={texts.historyFailed} error={error} onRetry={reload} />;
  }
  if (data?.usage_history.length === 0) {
    return (
      <EmptyState title={texts.emptyTitle} action={<PushLink to="/">{texts.emptyAction}</PushLink>}>
        {texts.empty}
      </EmptyState>
    );
  }
  const cursor = data?.next_cursor ?? null;
  return (
    <Panel title={texts.historyTitle}>
      {data === undefined ? (
        <Skeleton h={420} />
      ) : (
        <Records
          label={texts.historyTitle}
          columns={COLUMNS}
          rows={data.usage_history}
          keyOf={(row) => row.id}
        />
      )}
      {moreError !== undefined && <ErrorPanel title={texts.historyFailed} error={moreError} />}
      {cursor !== null && (
        <Center mt="md">
          <Button variant="default" loading={isBusy} onClick={() => void loadMore(cursor)}>
            {texts.more}
          </Button>
        </Center>
      )}
    </Panel>
  );
}
