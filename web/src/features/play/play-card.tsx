import { List, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatCount } from '../../lib/format';
import { CoverArt } from '../../ui/cover-art';
import { ErrorPanel } from '../../ui/error-panel';
import { IconPlay } from '../../ui/icons';
import { Panel } from '../../ui/panel';
import { PushButton } from '../../ui/push-button';
import type { PlayedGame } from './play';
import { texts } from './texts';
import type { Play } from './use-play';
import classes from './play-card.module.css';

interface PlayCardProps {
  game: PlayedGame;
  play: Play;
}

/** What stands where the game will be, or was. */
export function PlayCard({ game, play }: PlayCardProps) {
  const { state, spent, start } = play;
  if (state.phase === 'starting')
    return (
      <Card game={game}>
        <Skeleton h={120} />
      </Card>
    );
  if (state.phase === 'failed') {
    return (
      <Card game={game}>
        <ErrorPanel title={texts.startFailed} error={state.error} onRetry={() => void start()} />
      </Card>
    );
  }
  if (state.phase === 'ended') {
    const [title, text] = texts.ended[state.reason] ?? texts.endedOther;
    return (
      <Card game={game}>
        <Title order={2} fz={24}>
          {title}
        </Title>
        <Text c="dimmed">{text}</Text>
        <Text fw={700}>{texts.spentNow(formatCount(spent))}</Text>
        <StartButton label={texts.again} start={start} />
      </Card>
    );
  }
  return (
    <Card game={game}>
      <Title order={2} fz={24}>
        {texts.firstTitle}
      </Title>
      <List spacing={6} size="sm">
        {texts.firstPoints.map((point) => (
          <List.Item key={point}>{point}</List.Item>
        ))}
      </List>
      <StartButton label={texts.start} start={start} />
    </Card>
  );
}

function Card({ game, children }: { game: PlayedGame; children: ReactNode }) {
  return (
    <div className={classes.card}>
      <Panel>
        <CoverArt seed={game.title} className={classes.cover} />
        <Stack gap="md" mt="md">
          {children}
        </Stack>
      </Panel>
    </div>
  );
}

function StartButton({ label, start }: { label: string; start: () => Promise<void> }) {
  return (
    <PushButton
      size="md"
      leftSection={<IconPlay size={16} />}
      onClick={() => void start()}
      autoFocus
    >
      {label}
    </PushButton>
  );
}
