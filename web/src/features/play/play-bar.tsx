import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { IconBack, IconExpand, IconStop } from '../../ui/icons';
import type { PlayedGame } from './play';
import classes from './play-page.module.css';
import { texts } from './texts';
import { TokenMeter } from './token-meter';

interface PlayBarProps {
  game: PlayedGame | undefined;
  /** Undefined while nothing runs: then there is nothing to stop and nothing to measure. */
  running: { spent: number; flowing: number; limit: number | null; stop: () => void } | undefined;
  isFullscreen: boolean;
  toggleFullscreen: () => void;
}

/** The platform's bar over a game: whose it is, what it costs, how to stop it. */
export function PlayBar({ game, running, isFullscreen, toggleFullscreen }: PlayBarProps) {
  return (
    <header className={classes.bar}>
      <Button
        component={Link}
        to="/"
        size="sm"
        className={classes.tool}
        aria-label={texts.back}
        px="xs"
      >
        <IconBack />
      </Button>
      <div className={classes.name}>
        <h1 className={classes.title}>
          <bdi>{game?.title ?? '…'}</bdi>
        </h1>
        {game !== undefined && game.author !== null && (
          <p className={classes.author}>
            <bdi>{texts.by(game.author.username)}</bdi>
          </p>
        )}
      </div>
      {running !== undefined && (
        <TokenMeter spent={running.spent} flowing={running.flowing} limit={running.limit} />
      )}
      {running !== undefined && (
        <div className={classes.tools}>
          <Button
            size="sm"
            className={classes.tool}
            leftSection={<IconStop size={14} />}
            onClick={running.stop}
          >
            {texts.stop}
          </Button>
          <Button
            size="sm"
            px="xs"
            className={classes.tool}
            onClick={toggleFullscreen}
            aria-label={isFullscreen ? texts.leaveFullscreen : texts.fullscreen}
          >
            <IconExpand />
          </Button>
        </div>
      )}
    </header>
  );
}
