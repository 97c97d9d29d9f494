import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { ApiError, toApiError } from '../../lib/api-error';
import { readEvents } from '../../lib/read-stream';
import { useUser } from '../../lib/session';
import { GameLink, type Budget } from './game-link';
import {
  beat,
  endPlay,
  refreshToken,
  startPlay,
  watchPlay,
  type PlayedGame,
  type StartedPlay,
} from './play';

const BEAT_EVERY_MS = 30_000;
/** The token is renewed when this part of its life is over. */
const RENEW_AT = 0.8;
/** The meter's stream is opened again after this long when it breaks. */
const WATCH_AGAIN_MS = 2000;

export type PlayState =
  | { phase: 'idle' }
  | { phase: 'starting' }
  | { phase: 'playing'; play: StartedPlay }
  | { phase: 'ended'; reason: string }
  | { phase: 'failed'; error: ApiError };

export interface Play {
  state: PlayState;
  /** Settled tokens of this play. */
  spent: number;
  /** Tokens of answers that are arriving right now, roughly; 0 when none. */
  flowing: number;
  frame: RefObject<HTMLIFrameElement | null>;
  start: () => Promise<void>;
  stop: () => void;
}

/** One play of a game, from the first coin to the end, whatever brings the end about. */
export function usePlay(game: PlayedGame): Play {
  const [state, setState] = useState<PlayState>({ phase: 'idle' });
  const [spent, setSpent] = useState(0);
  const [flowing, setFlowing] = useState(0);
  const frame = useRef<HTMLIFrameElement>(null);
  const playing = state.phase === 'playing' ? state.play : undefined;

  const start = useCallback(async () => {
    setState({ phase: 'starting' });
    setFlowing(0);
    try {
      const play = await startPlay(game.id);
      setSpent(play.spent);
      setState({ phase: 'playing', play });
    } catch (thrown) {
      setState({ phase: 'failed', error: toApiError(thrown) });
    }
  }, [game.id]);

  const over = useCallback((reason: string) => setState({ phase: 'ended', reason }), []);
  // A heartbeat in the middle of an answer says the old number: only a new one ends the flow.
  const settled = useCallback((tokens: number) => {
    setSpent((now) => {
      if (tokens !== now) setFlowing(0);
      return tokens;
    });
  }, []);

  const stop = useCallback(() => {
    if (playing !== undefined) endPlay(playing.id);
    over('stopped');
  }, [playing, over]);

  useGameLink({ play: playing, game, frame, spent, onOver: over });
  useHeartbeat(playing, settled, over);
  useMeter(playing, { onSettled: settled, onFlow: setFlowing, onOver: over });
  return { state, spent, flowing, frame, start, stop };
}

interface GameLinkFacts {
  play: StartedPlay | undefined;
  game: PlayedGame;
  frame: RefObject<HTMLIFrameElement | null>;
  spent: number;
  onOver: (reason: string) => void;
}

/** Hands the token to the game, renews it in time, and keeps the game's own view of its budget right. */
function useGameLink({ play, game, frame, spent, onOver }: GameLinkFacts): void {
  const { username } = useUser();
  const link = useRef<GameLink>(undefined);
  const budget = useRef<Budget>({ limit: null, spent: 0 });
  budget.current = { limit: play?.token_limit ?? null, spent };

  useEffect(() => {
    if (play === undefined || frame.current === null) return;
    let { token, expires_in: expiresIn } = play;
    let timer: number | undefined;
    const context = {
      game: { id: game.id, title: game.title },
      version: play.version ?? null,
      player: { name: username },
    };
    const hand = () =>
      link.current?.send({
        type: 'token',
        token,
        expires_in: expiresIn,
        context,
        budget: budget.current,
      });
    const renew = async () => {
      try {
        ({ token, expires_in: expiresIn } = await refreshToken(play.id));
        hand();
        plan();
      } catch (thrown) {
        // Offline is no end: the game asks again. A refusal is one.
        if (toApiError(thrown).status >= 400) onOver('timeout');
      }
    };
    const plan = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void renew(), expiresIn * 1000 * RENEW_AT);
    };
    link.current = new GameLink({
      frame: frame.current,
      origin: play.game_origin,
      nonce: play.nonce,
      onReady: hand,
      onTokenPlease: () => void renew(),
    });
    plan();
    return () => {
      window.clearTimeout(timer);
      link.current?.send({ type: 'ended', reason: 'left' });
      link.current?.close();
    };
  }, [play, game.id, game.title, username, frame, onOver]);

  useEffect(() => link.current?.send({ type: 'budget', budget: budget.current }), [spent]);
}

type Settled = (tokens: number) => void;
type Over = (reason: string) => void;

/** Says every half minute that somebody is still here, and says good-bye when nobody is. */
function useHeartbeat(play: StartedPlay | undefined, onSettled: Settled, onOver: Over): void {
  useEffect(() => {
    if (play === undefined) return;
    const pulse = async () => {
      try {
        onSettled((await beat(play.id)).spent);
      } catch (thrown) {
        if (toApiError(thrown).status >= 400) onOver('timeout');
      }
    };
    const timer = window.setInterval(() => void pulse(), BEAT_EVERY_MS);
    const leave = () => endPlay(play.id);
    // A page that comes back from the browser's cache has an ended play in it.
    const comeBack = (event: PageTransitionEvent) => {
      if (event.persisted) onOver('left');
    };
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', comeBack);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', comeBack);
      leave();
    };
  }, [play, onSettled, onOver]);
}

interface MeterListeners {
  onSettled: Settled;
  onFlow: (tokens: number) => void;
  onOver: Over;
}

/** Follows the server's meter; opens the stream again when it breaks. */
function useMeter(
  play: StartedPlay | undefined,
  { onSettled, onFlow, onOver }: MeterListeners,
): void {
  useEffect(() => {
    if (play === undefined) return;
    const controller = new AbortController();
    const { signal } = controller;
    const follow = async () => {
      for await (const { event, data } of readEvents(await watchPlay(play.id, signal))) {
        const said = JSON.parse(data) as { spent?: number; flowing?: number; reason?: string };
        if (event === 'ended') onOver(said.reason ?? '');
        if (said.spent !== undefined) onSettled(said.spent);
        if (said.flowing !== undefined) onFlow(said.flowing);
      }
    };
    const keepFollowing = async () => {
      while (!signal.aborted) {
        await follow().catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, WATCH_AGAIN_MS));
      }
    };
    void keepFollowing();
    return () => controller.abort();
  }, [play, onSettled, onFlow, onOver]);
}
