import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { type ApiError, toApiError } from '../../lib/api-error';
import { ErrorPanel } from '../../ui/error-panel';
import { Panel } from '../../ui/panel';
import { PushButton } from '../../ui/push-button';
import { ask, type AskedUsage } from './ask';
import { texts } from './texts';
import classes from './try-panel.module.css';

export function TryPanel() {
  const [model, setModel] = useState('demo');
  const [prompt, setPrompt] = useState<string>(texts.promptStart);
  const [answer, setAnswer] = useState('');
  const [usage, setUsage] = useState<AskedUsage>();
  const [error, setError] = useState<ApiError>();
  const [call, setCall] = useState<AbortController>();
  const latest = useRef(call);
  latest.current = call;
  useEffect(() => () => latest.current?.abort(), []);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const controller = new AbortController();
    setCall(controller);
    setAnswer('');
    setUsage(undefined);
    setError(undefined);
    try {
      const onText = (text: string) => setAnswer((now) => now + text);
      setUsage(await ask({ model, prompt }, onText, controller.signal));
    } catch (thrown) {
      if (!controller.signal.aborted) setError(toApiError(thrown));
    } finally {
      setCall(undefined);
    }
  }

  return (
    <Panel title={texts.tryTitle}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Text c="dimmed">{texts.tryLead}</Text>
          <TextInput
            label={texts.model}
            value={model}
            required
            onChange={(event) => setModel(event.currentTarget.value)}
          />
          <Textarea
            label={texts.prompt}
            value={prompt}
            required
            autosize
            minRows={2}
            maxRows={8}
            onChange={(event) => setPrompt(event.currentTarget.value)}
          />
          <Group>
            <PushButton type="submit" disabled={call !== undefined}>
              {texts.send}
            </PushButton>
            {call !== undefined && (
              <Button variant="default" onClick={() => call.abort()}>
                {texts.stop}
              </Button>
            )}
          </Group>
          {error !== undefined && <ErrorPanel title={texts.failed} error={error} />}
          <div
            className={classes.answer}
            role="log"
            aria-label={texts.answer}
            aria-busy={call !== undefined}
            tabIndex={0}
          >
            {answer === '' ? <span className={classes.hint}>{texts.answerEmpty}</span> : answer}
          </div>
          <Text size="sm" c="dimmed" mih="1.6em" role="status">
            {usage !== undefined && texts.counted(usage.input, usage.output)}
          </Text>
        </Stack>
      </form>
    </Panel>
  );
}
