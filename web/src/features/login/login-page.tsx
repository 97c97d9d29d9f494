import { PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { type ApiError, toApiError } from '../../lib/api-error';
import { isServerPage, safeReturnPath } from '../../lib/paths';
import { useSession } from '../../lib/session';
import { CoverArt } from '../../ui/cover-art';
import { ErrorPanel } from '../../ui/error-panel';
import { LogoMark, LogoWord } from '../../ui/logo';
import { usePageTitle } from '../../ui/page-header';
import { PushButton } from '../../ui/push-button';
import classes from './login-page.module.css';
import { textOf } from '../../lib/form';
import { texts } from './texts';

/** Seeds of the machines on the wall; only their variety matters. */
const WALL = [
  'north',
  'oracle',
  'bazaar',
  'clerk',
  'suspect',
  'robot',
  'tower',
  'forest',
  'comet',
  'quill',
  'marsh',
  'ember',
];

export function LoginPage() {
  usePageTitle(texts.title);
  const { user, signIn } = useSession();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [error, setError] = useState<ApiError>();
  const [isBusy, setBusy] = useState(false);
  const next = safeReturnPath(search.get('next'));

  useEffect(() => {
    if (user === null || user === undefined) return;
    if (isServerPage(next)) location.assign(next);
    else void navigate(next, { replace: true });
  }, [user, next, navigate]);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      await signIn(textOf(form, 'username').trim(), textOf(form, 'password'));
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  }

  return (
    <div className={classes.page}>
      <header className={classes.side}>
        <div className={classes.wall}>
          {WALL.map((seed) => (
            <CoverArt key={seed} seed={seed} className={classes.tile} />
          ))}
        </div>
        <div className={classes.pitch}>
          <LogoWord height={28} />
          <Text className={classes.tagline} fz={24} fw={700} mt="md" lh={1.25}>
            {texts.tagline}
          </Text>
        </div>
      </header>
      <main className={classes.form}>
        <Stack maw={380} w="100%" gap="lg">
          <Stack gap={6}>
            <LogoMark size={44} />
            <Title order={1} mt="xs">
              {texts.title}
            </Title>
            <Text c="dimmed">{texts.lead}</Text>
          </Stack>
          <form onSubmit={(event) => void submit(event)}>
            <Stack gap="md">
              <TextInput
                name="username"
                label={texts.username}
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                required
                autoFocus
                size="md"
              />
              <PasswordInput
                name="password"
                label={texts.password}
                autoComplete="current-password"
                required
                size="md"
              />
              {error !== undefined && <ErrorPanel title={texts.failed} error={error} />}
              <PushButton type="submit" size="md" loading={isBusy} fullWidth>
                {texts.submit}
              </PushButton>
            </Stack>
          </form>
          <Text size="sm" c="dimmed">
            {texts.firstStart}
          </Text>
        </Stack>
      </main>
    </div>
  );
}
