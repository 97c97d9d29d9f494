import { Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { playPath } from '../../lib/paths';
import { CodeBlock } from '../../ui/code-block';
import { EmptyState } from '../../ui/empty-state';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { PushAnchor } from '../../ui/push-button';
import { SAMPLE_GAME } from './sample-game';
import { texts } from './texts';
import { UploadForm, type UploadedGame } from './upload-form';

export function UploadPage() {
  const [done, setDone] = useState<UploadedGame>();
  return (
    <>
      <PageHeader title={texts.title} lead={texts.lead} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        {done === undefined ? (
          <Panel>
            <UploadForm onDone={setDone} />
          </Panel>
        ) : (
          <EmptyState
            title={texts.doneTitle(done.title)}
            action={
              <Group justify="center">
                <PushAnchor href={playPath(done.id)}>{texts.play}</PushAnchor>
                <Button variant="default" onClick={() => setDone(undefined)}>
                  {texts.another}
                </Button>
              </Group>
            }
          >
            {texts.done}
          </EmptyState>
        )}
        <Panel title={texts.guideTitle}>
          <Stack>
            <Text c="dimmed">{texts.guide}</Text>
            <CodeBlock code={SAMPLE_GAME} label={texts.guideTitle} />
          </Stack>
        </Panel>
      </SimpleGrid>
    </>
  );
}
