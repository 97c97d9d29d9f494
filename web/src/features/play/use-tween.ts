import { useEffect, useRef, useState } from 'react';

const DURATION_MS = 450;

/** Runs a whole number to its new value, as a score does; at once for people who want no motion. */
export function useTween(target: number): number {
  const [shown, setShown] = useState(target);
  const from = useRef(target);
  useEffect(() => {
    const begin = from.current;
    if (begin === target) return;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches || target < begin) {
      from.current = target;
      setShown(target);
      return;
    }
    const startedAt = performance.now();
    let request = requestAnimationFrame(function step(now) {
      const part = Math.min(1, (now - startedAt) / DURATION_MS);
      from.current = Math.round(begin + (target - begin) * part);
      setShown(from.current);
      if (part < 1) request = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(request);
  }, [target]);
  return shown;
}
