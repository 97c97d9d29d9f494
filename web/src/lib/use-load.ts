import { useCallback, useEffect, useRef, useState } from 'react';
import { type ApiError, toApiError } from './api-error';

export interface Loaded<T> {
  data: T | undefined;
  error: ApiError | undefined;
  /** True until the first answer; a reload keeps showing what is there. */
  isLoading: boolean;
  reload: () => void;
  /** Shows a change before, or instead of, asking again. */
  replace: (change: (current: T) => T) => void;
}

/**
 * Loads when the page opens, when `key` changes and on `reload`. An answer that arrives after the
 * page moved on is dropped.
 */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; data?: T; error?: ApiError }>({ key });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    async function run(): Promise<void> {
      try {
        const data = await latest.current(signal);
        if (!signal.aborted) setState({ key, data });
      } catch (thrown) {
        if (!signal.aborted) setState((now) => ({ ...now, key, error: toApiError(thrown) }));
      }
    }
    void run();
    return () => controller.abort();
  }, [key, round]);

  const isCurrent = state.key === key;
  const reload = useCallback(() => setRound((now) => now + 1), []);
  const replace = useCallback((change: (current: T) => T) => {
    setState((now) => (now.data === undefined ? now : { ...now, data: change(now.data) }));
  }, []);
  return {
    data: isCurrent ? state.data : undefined,
    error: isCurrent ? state.error : undefined,
    isLoading: !isCurrent || (state.data === undefined && state.error === undefined),
    reload,
    replace,
  };
}
