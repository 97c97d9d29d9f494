import {
  Button,
  Code,
  Group,
  Modal,
  NumberInput,
  Select,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { type ApiError, toApiError } from '../../lib/api-error';
import { CopyButton } from '../../ui/copy-button';
import { ErrorPanel } from '../../ui/error-panel';
import { PushButton } from '../../ui/push-button';
import { createKey, type ApiKey } from './keys';
import { texts } from './texts';

const DAY_MS = 86_400_000;

interface CreateKeyDialogProps {
  onMade: (key: ApiKey) => void;
  onClose: () => void;
}

/** Two steps in one dialog: what the key is for, then the secret, once. */
export function CreateKeyDialog({ onMade, onClose }: CreateKeyDialogProps) {
  const [secret, setSecret] = useState<string>();
  if (secret !== undefined) {
    return (
      // Only the button closes it: a click beside the dialog must not lose the key.
      <Modal
        opened
        onClose={onClose}
        title={texts.madeTitle}
        closeOnClickOutside={false}
        withCloseButton={false}
      >
        <Stack>
          <Text>{texts.made}</Text>
          <Code
            block
            data-testid="new-key"
            style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
          >
            {secret}
          </Code>
          <Group justify="space-between">
            <CopyButton value={secret} label="API key" />
            <PushButton onClick={onClose}>{texts.done}</PushButton>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <Modal opened onClose={onClose} title={texts.createTitle}>
      <KeyForm
        onClose={onClose}
        onMade={(key) => {
          setSecret(key.secret);
          onMade(key);
        }}
      />
    </Modal>
  );
}

interface KeyFormProps {
  onMade: (key: ApiKey & { secret: string }) => void;
  onClose: () => void;
}

function KeyForm({ onMade, onClose }: KeyFormProps) {
  const [name, setName] = useState('');
  const [limit, setLimit] = useState<number | string>('');
  const [expiry, setExpiry] = useState<string | null>('90');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    const days = Number(expiry);
    try {
      const key = await createKey({
        name: name.trim(),
        token_limit: typeof limit === 'number' ? limit : null,
        expires_at: days > 0 ? new Date(Date.now() + days * DAY_MS).toISOString() : null,
      });
      onMade(key);
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
          required
          data-autofocus
        />
        <NumberInput
          label={texts.limit}
          description={texts.limitHint}
          value={limit}
          onChange={setLimit}
          min={0}
          allowDecimal={false}
          thousandSeparator=","
          hideControls
        />
        <Select
          label={texts.expiry}
          data={texts.expiries}
          value={expiry}
          onChange={setExpiry}
          allowDeselect={false}
        />
        {error !== undefined && <ErrorPanel title={texts.createFailed} error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <PushButton type="submit" loading={isBusy}>
            {texts.submit}
          </PushButton>
        </Group>
      </Stack>
    </form>
  );
}
