import { Button, Group, Modal, PasswordInput, Stack, Switch, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { type ApiError, toApiError } from '../../lib/api-error';
import { graphql } from '../../lib/graphql';
import { ErrorPanel } from '../../ui/error-panel';
import { PushButton } from '../../ui/push-button';
import { CREATE_USER, UPDATE_USER, type ListedUser } from './documents';
import { LimitField } from './limit-field';
import { userTexts as texts } from './texts';

interface DialogProps {
  onDone: (user: ListedUser) => void;
  onClose: () => void;
}

export function CreateUserDialog({ onDone, onClose }: DialogProps) {
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [tokenLimit, setTokenLimit] = useState<number | null>(100_000);
  const [isAdmin, setAdmin] = useState(false);
  const save = async () => {
    const input = { username: username.trim(), password, tokenLimit, isAdmin };
    onDone((await graphql(CREATE_USER, { input })).createUser);
  };
  return (
    <FormDialog
      title={texts.createTitle}
      submit={texts.createSubmit}
      failedTitle={texts.createFailed}
      save={save}
      onClose={onClose}
    >
      <TextInput
        label={texts.username}
        description={texts.usernameHint}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
        maxLength={64}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        required
        data-autofocus
      />
      <PasswordInput
        label={texts.password}
        description={texts.passwordHint}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="new-password"
        minLength={8}
        required
      />
      <LimitField value={tokenLimit} onChange={setTokenLimit} />
      <Switch
        label={texts.isAdmin}
        checked={isAdmin}
        onChange={(event) => setAdmin(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}

export function EditUserDialog({ user, onDone, onClose }: DialogProps & { user: ListedUser }) {
  const [password, setPassword] = useState('');
  const [tokenLimit, setTokenLimit] = useState(user.tokenLimit);
  const [isAdmin, setAdmin] = useState(user.isAdmin);
  const [isActive, setActive] = useState(user.isActive);
  const save = async () => {
    const input = { tokenLimit, isAdmin, isActive, ...(password === '' ? {} : { password }) };
    onDone((await graphql(UPDATE_USER, { id: user.id, input })).updateUser);
  };
  return (
    <FormDialog
      title={texts.editTitle(user.username)}
      submit={texts.editSubmit}
      failedTitle={texts.editFailed}
      save={save}
      onClose={onClose}
    >
      <LimitField value={tokenLimit} onChange={setTokenLimit} />
      <Switch
        label={texts.isActive}
        description={texts.isActiveHint}
        checked={isActive}
        onChange={(event) => setActive(event.currentTarget.checked)}
      />
      <Switch
        label={texts.isAdmin}
        checked={isAdmin}
        onChange={(event) => setAdmin(event.currentTarget.checked)}
      />
      <PasswordInput
        label={texts.newPassword}
        description={texts.newPasswordHint}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="new-password"
        minLength={8}
      />
    </FormDialog>
  );
}

interface FormDialogProps {
  title: string;
  submit: string;
  failedTitle: string;
  save: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

/** A form in a dialog: closes when saved, stays open and says why when not. */
function FormDialog({ title, submit, failedTitle, save, onClose, children }: FormDialogProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  async function run(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await save();
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={(event) => void run(event)}>
        <Stack>
          {children}
          {error !== undefined && <ErrorPanel title={failedTitle} error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.cancel}
            </Button>
            <PushButton type="submit" loading={isBusy}>
              {submit}
            </PushButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
