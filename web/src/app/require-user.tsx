import { Center, Container } from '@mantine/core';
import { Navigate, Outlet, useLocation } from 'react-router';
import { loginPath } from '../lib/paths';
import { useSession, useUser } from '../lib/session';
import { EmptyState } from '../ui/empty-state';
import { ErrorPanel } from '../ui/error-panel';
import { PushLink } from '../ui/push-button';

/** Pages inside are for signed-in people; others go to log in and come back here. */
export function RequireUser() {
  const { user, error, retry } = useSession();
  const { pathname, search } = useLocation();
  if (error !== undefined) {
    return (
      <Container component="main" size="xs" py={80}>
        <ErrorPanel title="Coinop could not be reached" error={error} onRetry={retry} />
      </Container>
    );
  }
  // One round trip at most, so an empty page is calmer than a spinner that flashes.
  if (user === undefined) return <Center mih="100dvh" aria-busy="true" />;
  if (user === null) return <Navigate to={loginPath(pathname + search)} replace />;
  return <Outlet />;
}

/** The server decides; this only spares people a page full of refusals. */
export function RequireAdmin() {
  const user = useUser();
  if (user.is_admin) return <Outlet />;
  return (
    <EmptyState
      title="This page is for admins"
      action={<PushLink to="/">Back to the arcade</PushLink>}
    >
      You are signed in as {user.username}, who is not one. Ask an admin to give you the right.
    </EmptyState>
  );
}
