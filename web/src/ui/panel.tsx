import { Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import classes from './panel.module.css';

/** A sheet on the page; with a title it is a region that screen readers can jump to. */
export function Panel({ title, children }: { title?: string; children: ReactNode }) {
  const id = useId();
  if (title === undefined) return <div className={classes.panel}>{children}</div>;
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <Title id={id} order={2} fz={18} mb="sm">
        {title}
      </Title>
      {children}
    </section>
  );
}
