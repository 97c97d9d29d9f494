import { Button, Group, Progress, Stack, Text, TextInput } from '@mantine/core';
import { useRef, useState, type DragEvent, type FormEvent } from 'react';
import { type ApiError, toApiError } from '../../lib/api-error';
import { upload } from '../../lib/upload';
import { ErrorPanel } from '../../ui/error-panel';
import { IconUpload } from '../../ui/icons';
import { PushButton } from '../../ui/push-button';
import { texts } from './texts';
import { titleFromHtml } from './title-from-html';
import classes from './upload-form.module.css';

export interface UploadedGame {
  id: string;
  title: string;
}

/** A title stands in the first part of a file, or nowhere. */
const TITLE_SEARCH_BYTES = 64 * 1024;

export function UploadForm({ onDone }: { onDone: (game: UploadedGame) => void }) {
  const [file, setFile] = useState<File>();
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  /** From 0 to 1 while the file is on its way. */
  const [progress, setProgress] = useState<number>();
  const [error, setError] = useState<ApiError>();
  const [isWrongType, setWrongType] = useState(false);

  async function choose(chosen: File | undefined): Promise<void> {
    if (chosen === undefined) return;
    setError(undefined);
    setWrongType(!/\.html?$/iu.test(chosen.name));
    setFile(chosen);
    const found = titleFromHtml(await chosen.slice(0, TITLE_SEARCH_BYTES).text());
    setTitle((now) => (now === '' ? (found ?? chosen.name.replace(/\.html?$/iu, '')) : now));
  }

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (file === undefined) return;
    setError(undefined);
    setProgress(0);
    const form = new FormData();
    // Fields first: the server reads the form as it comes and wants to know the title before the file.
    form.set('title', title.trim());
    if (description.trim() !== '') form.set('description', description.trim());
    form.set('file', file);
    try {
      onDone(
        await upload<UploadedGame>('/api/games', form, setProgress, new AbortController().signal),
      );
    } catch (thrown) {
      setError(toApiError(thrown));
      setProgress(undefined);
    }
  }

  const isSending = progress !== undefined;
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <DropZone file={file} isDisabled={isSending} onFile={(chosen) => void choose(chosen)} />
        {isWrongType && (
          <Text role="alert" c="var(--mantine-color-error)" size="sm">
            {texts.wrongType}
          </Text>
        )}
        <TextInput
          label={texts.gameTitle}
          description={texts.gameTitleHint}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          maxLength={120}
          required
          disabled={isSending}
        />
        <TextInput
          label={texts.description}
          description={texts.descriptionHint}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          maxLength={500}
          disabled={isSending}
        />
        {isSending && (
          <div aria-live="polite">
            <Progress value={progress * 100} aria-label={texts.title} mb={6} />
            <Text size="sm" c="dimmed">
              {progress < 1 ? texts.sending(Math.floor(progress * 100)) : texts.checking}
            </Text>
          </div>
        )}
        {error !== undefined && <ErrorPanel title={texts.failed} error={error} />}
        <Group>
          <PushButton
            type="submit"
            leftSection={<IconUpload />}
            loading={isSending}
            disabled={file === undefined || isWrongType}
          >
            {texts.submit}
          </PushButton>
        </Group>
      </Stack>
    </form>
  );
}

interface DropZoneProps {
  file: File | undefined;
  isDisabled: boolean;
  onFile: (file: File | undefined) => void;
}

function DropZone({ file, isDisabled, onFile }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);

  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    if (!isDisabled) onFile(event.dataTransfer.files[0]);
  }

  return (
    <div
      className={classes.zone}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconUpload size={30} />
      <Text fw={700} className={classes.name}>
        {file === undefined ? texts.drop : file.name}
      </Text>
      {file !== undefined && (
        <Text size="sm" c="dimmed">
          {Math.max(1, Math.round(file.size / 1024))} kB
        </Text>
      )}
      <input
        ref={input}
        type="file"
        accept=".html,.htm,text/html"
        className={classes.input}
        aria-label={texts.choose}
        tabIndex={-1}
        disabled={isDisabled}
        onChange={(event) => onFile(event.currentTarget.files?.[0])}
      />
      <Button
        variant="default"
        size="sm"
        disabled={isDisabled}
        onClick={() => input.current?.click()}
      >
        {file === undefined ? texts.choose : texts.other}
      </Button>
    </div>
  );
}
