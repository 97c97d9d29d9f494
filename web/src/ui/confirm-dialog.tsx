import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type ApiError, toApiError } from '../lib/api-error';
import { ErrorPanel } from './error-panel';

interface ConfirmDialogProps {
  title: string;
  text: string;
  /** The verb on the button: "Revoke", not "OK". */
  verb: string;
  failedTitle: string;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that cannot be undone; stays open and says why when it fails. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, text, verb, failedTitle, onConfirm, onClose } = props;
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  async function confirm(): Promise<void> {
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack>
        <Text>{text}</Text>
        {error !== undefined && <ErrorPanel title={failedTitle} error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Cancel
          </Button>
          <Button color="red" loading={isBusy} onClick={() => void confirm()}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
