import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { Link } from 'react-router';
import classes from './push-button.module.css';

type PushButtonProps = ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps>;

export function PushButton(props: PushButtonProps) {
  return <Button className={classes.push} {...props} />;
}

/** The same, as a link to a page of the app. */
export function PushLink({ to, ...props }: ButtonProps & { to: string }) {
  return <Button component={Link} to={to} className={classes.push} {...props} />;
}

/** The same, as a link that asks the server for the page. */
export function PushAnchor(props: ButtonProps & { href: string; children: ReactNode }) {
  return <Button component="a" className={classes.push} {...props} />;
}
