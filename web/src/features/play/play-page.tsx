import { useFullscreenElement } from '@mantine/hooks';
import { useEffect } from 'react';
import { useParams } from 'react-router';
import { useLoad } from '../../lib/use-load';
import { ErrorPanel } from '../../ui/error-panel';
import { usePageTitle } from '../../ui/page-header';
import { getGame, type PlayedGame } from './play';
import { PlayBar } from './play-bar';
import { PlayCard } from './play-card';
import classes from './play-page.module.css';
import { hasPlayed, rememberPlayed } from './remember-played';
import { texts } from './texts';
import { usePlay } from './use-play';

/** The powers of the frame: those of the game's own policy. Never popups, never the tab. */
const SANDBOX =
  'allow-scripts allow-same-origin allow-pointer-lock allow-modals allow-forms allow-orientation-lock';

export function PlayPage() {
  const { id = '' } = useParams();
  const { data: game, error, reload } = useLoad(`game:${id}`, (signal) => getGame(id, signal));
  if (game !== undefined) return <PlayRoom key={game.id} game={game} />;
  return (
    <div className={classes.page}>
      <PlayBar
        game={undefined}
        running={undefined}
        isFullscreen={false}
        toggleFullscreen={() => undefined}
      />
      <main className={classes.stage} aria-busy={error === undefined}>
        {error !== undefined && (
          <div className={classes.card}>
            <ErrorPanel title={texts.loadFailed} error={error} onRetry={reload} />
          </div>
        )}
      </main>
    </div>
  );
}

function PlayRoom({ game }: { game: PlayedGame }) {
  usePageTitle(game.title);
  const play = usePlay(game);
  const { state, spent, flowing, frame, start, stop } = play;
  // The whole room goes full screen, not the frame: the meter and the stop button stay in sight.
  const { ref, toggle, fullscreen } = useFullscreenElement<HTMLDivElement>();
  const playing = state.phase === 'playing' ? state.play : undefined;

  useEffect(() => {
    if (hasPlayed(game.id)) void start();
  }, [game.id, start]);
  useEffect(() => {
    if (playing !== undefined) rememberPlayed(game.id);
  }, [game.id, playing]);

  return (
    <div className={classes.page} ref={ref}>
      <PlayBar
        game={game}
        running={playing && { spent, flowing, limit: playing.token_limit, stop }}
        isFullscreen={fullscreen}
        toggleFullscreen={() => void toggle()}
      />
      <main className={classes.stage}>
        {playing === undefined ? (
          <PlayCard game={game} play={play} />
        ) : (
          <iframe
            key={playing.id}
            ref={frame}
            className={classes.frame}
            title={texts.playing(game.title)}
            src={`${playing.game_url}#arcade=${playing.nonce}`}
            sandbox={SANDBOX}
            allow="fullscreen; gamepad; autoplay; screen-wake-lock"
          />
        )}
      </main>
    </div>
  );
}
