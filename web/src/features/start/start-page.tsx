import { Anchor, Group, PasswordInput, SimpleGrid, Stack, Tabs } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { CodeBlock } from '../../ui/code-block';
import { PageHeader } from '../../ui/page-header';
import { Panel } from '../../ui/panel';
import { KEY_PLACEHOLDER, snippets } from './snippets';
import { texts } from './texts';
import { TryPanel } from './try-panel';

export function StartPage() {
  const [key, setKey] = useState('');
  const all = snippets(location.origin, key.trim() === '' ? KEY_PLACEHOLDER : key.trim());
  return (
    <>
      <PageHeader title={texts.title} lead={texts.lead} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Panel title={texts.snippetsTitle}>
          <Stack>
            <Group align="flex-end">
              <PasswordInput
                flex="1 1 240px"
                label={texts.keyLabel}
                description={texts.keyHint}
                placeholder={KEY_PLACEHOLDER}
                autoComplete="off"
                value={key}
                onChange={(event) => setKey(event.currentTarget.value)}
              />
              <Anchor component={Link} to="/keys" fw={600} pb={6}>
                {texts.makeKey}
              </Anchor>
            </Group>
            <Tabs defaultValue="curl">
              <Tabs.List mb="sm">
                {all.map(({ id, label }) => (
                  <Tabs.Tab key={id} value={id}>
                    {label}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              {all.map(({ id, label, code }) => (
                <Tabs.Panel key={id} value={id}>
                  <CodeBlock code={code} label={label} />
                </Tabs.Panel>
              ))}
            </Tabs>
          </Stack>
        </Panel>
        <TryPanel />
      </SimpleGrid>
    </>
  );
}
