import type { ReactNode } from 'react';
import classes from './tag.module.css';

export type Mood = 'good' | 'bad' | 'plain';

/** A state in a word, with a mark whose colour and shape repeat it. */
export function Tag({ mood, children }: { mood: Mood; children: ReactNode }) {
  return (
    <span className={classes.tag} data-mood={mood}>
      {children}
    </span>
  );
}
