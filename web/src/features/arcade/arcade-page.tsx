import { Button, Group, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useLoad } from '../../lib/use-load';
import { EmptyState } from '../../ui/empty-state';
import { ErrorPanel } from '../../ui/error-panel';
import { IconSearch, IconUpload } from '../../ui/icons';
import { usePageTitle } from '../../ui/page-header';
import { PushLink } from '../../ui/push-button';
import { GameGrid } from './game-card';
import { listGames, matchGames } from './games';
import { Marquee } from './marquee';
import { texts } from './texts';

export function ArcadePage() {
  usePageTitle(texts.title);
  const { data: games, error, reload } = useLoad('games', listGames);
  // The address carries the search, so that a found set can be bookmarked and sent to somebody.
  const [params, setParams] = useSearchParams();
  const search = params.get('q') ?? '';
  const setSearch = (q: string) => setParams(q === '' ? {} : { q }, { replace: true });
  const matching = useMemo(
    () => (games === undefined ? undefined : matchGames(games, search)),
    [games, search],
  );
  const isEmpty = games?.length === 0;

  return (
    <>
      <Marquee />
      {!isEmpty && (
        <Group mb="lg" justify="space-between">
          <TextInput
            type="search"
            aria-label={texts.search}
            placeholder={texts.search}
            leftSection={<IconSearch />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            maw={360}
            flex="1 1 200px"
          />
          <PushLink to="/upload" leftSection={<IconUpload />}>
            {texts.upload}
          </PushLink>
        </Group>
      )}
      {error !== undefined && (
        <ErrorPanel title={texts.loadFailed} error={error} onRetry={reload} />
      )}
      {isEmpty && (
        <EmptyState
          title={texts.emptyTitle}
          action={<PushLink to="/upload">{texts.upload}</PushLink>}
        >
          {texts.empty}
        </EmptyState>
      )}
      {!isEmpty && matching?.length === 0 && (
        <EmptyState
          title={texts.noMatchTitle}
          action={
            <Button variant="default" onClick={() => setSearch('')}>
              {texts.clearSearch}
            </Button>
          }
        >
          {texts.noMatch(search)}
        </EmptyState>
      )}
      {error === undefined && matching?.length !== 0 && <GameGrid games={matching} />}
    </>
  );
}
