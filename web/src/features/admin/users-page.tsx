import { Button, Center, Group, Skeleton, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { type ApiError, toApiError } from '../../lib/api-error';
import { formatCount } from '../../lib/format';
import { graphql } from '../../lib/graphql';
import { useLoad } from '../../lib/use-load';
import { ErrorPanel } from '../../ui/error-panel';
import { IconPlus, IconSearch } from '../../ui/icons';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { PushButton } from '../../ui/push-button';
import { Records, type Column } from '../../ui/records';
import { Tag } from '../../ui/tag';
import { LIST_USERS, type ListedUser, type UserList } from './documents';
import { userTexts as texts } from './texts';
import { CreateUserDialog, EditUserDialog } from './user-dialogs';

const SEARCH_AFTER_MS = 250;

function columns(onEdit: (user: ListedUser) => void): readonly Column<ListedUser>[] {
  return [
    {
      label: 'Name',
      cell: (user) => (
        <span>
          <strong>{user.username}</strong>
          {user.isAdmin && (
            <Text span size="sm" c="dimmed">
              {' '}
              · {texts.admin}
            </Text>
          )}
        </span>
      ),
    },
    {
      label: 'State',
      cell: (user) => (
        <Tag mood={user.isActive ? 'good' : 'bad'}>
          {user.isActive ? texts.active : texts.inactive}
        </Tag>
      ),
    },
    { label: 'Used', isNumber: true, cell: (user) => formatCount(user.totalTokens) },
    {
      label: 'Limit',
      isNumber: true,
      cell: (user) => (user.tokenLimit === null ? texts.noLimit : formatCount(user.tokenLimit)),
    },
    {
      label: 'Account',
      isNumber: true,
      cell: (user) => (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${texts.edit} ${user.username}`}
          onClick={() => onEdit(user)}
        >
          {texts.edit}
        </Button>
      ),
    },
  ];
}

export function UsersPage() {
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search.trim(), SEARCH_AFTER_MS);
  const { data, error, reload, replace } = useLoad(`users:${asked}`, (signal) =>
    graphql(LIST_USERS, { after: null, search: asked === '' ? null : asked }, signal),
  );
  const [isCreating, setCreating] = useState(false);
  const [editing, setEditing] = useState<ListedUser>();
  const users = data?.users.edges.map((edge) => edge.node);

  const put = (user: ListedUser) => replace((now) => withUser(now, user));
  return (
    <>
      <PageHeader
        title={texts.title}
        lead={texts.lead}
        action={
          <PushButton leftSection={<IconPlus />} onClick={() => setCreating(true)}>
            {texts.create}
          </PushButton>
        }
      />
      <Group mb="md">
        <TextInput
          type="search"
          aria-label={texts.search}
          placeholder={texts.search}
          leftSection={<IconSearch />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          flex="1 1 200px"
          maw={360}
        />
      </Group>
      {error !== undefined && (
        <ErrorPanel title={texts.loadFailed} error={error} onRetry={reload} />
      )}
      {error === undefined && (
        <Panel>
          {users === undefined && <Skeleton h={240} />}
          {users?.length === 0 && <Text c="dimmed">{texts.none(asked)}</Text>}
          {users !== undefined && users.length > 0 && (
            <Records
              label={texts.title}
              columns={columns(setEditing)}
              rows={users}
              keyOf={(user) => user.id}
            />
          )}
          {data !== undefined && <MoreUsers list={data} search={asked} onMore={replace} />}
        </Panel>
      )}
      {isCreating && <CreateUserDialog onDone={put} onClose={() => setCreating(false)} />}
      {editing !== undefined && (
        <EditUserDialog user={editing} onDone={put} onClose={() => setEditing(undefined)} />
      )}
    </>
  );
}

interface MoreUsersProps {
  list: UserList;
  search: string;
  onMore: (change: (now: UserList) => UserList) => void;
}

function MoreUsers({ list, search, onMore }: MoreUsersProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const { hasNextPage, endCursor } = list.users.pageInfo;
  if (!hasNextPage) return null;

  async function load(): Promise<void> {
    setBusy(true);
    try {
      const { users } = await graphql(LIST_USERS, {
        after: endCursor,
        search: search === '' ? null : search,
      });
      onMore((now) => ({ users: { ...users, edges: [...now.users.edges, ...users.edges] } }));
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Center mt="md">
      {error !== undefined && <ErrorPanel title={texts.loadFailed} error={error} />}
      <Button variant="default" loading={isBusy} onClick={() => void load()}>
        {texts.more}
      </Button>
    </Center>
  );
}

/** The list with a user replaced, or put in front when new. */
function withUser(list: UserList, user: ListedUser): UserList {
  const { edges, pageInfo } = list.users;
  const isKnown = edges.some(({ node }) => node.id === user.id);
  const changed = isKnown
    ? edges.map((edge) => (edge.node.id === user.id ? { node: user } : edge))
    : [{ node: user }, ...edges];
  return { users: { edges: changed, pageInfo } };
}
