import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { LogoMark } from './logo';
import { Panel } from './panel';

interface EmptyStateProps {
  title: string;
  children: ReactNode;
  /** The one thing to do about it. */
  action?: ReactNode;
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <Panel>
      <Stack align="center" gap="sm" py="xl" ta="center" maw={520} mx="auto">
        <LogoMark size={56} />
        <Title order={2} fz={22}>
          {title}
        </Title>
        <Text component="div" c="dimmed">
          {children}
        </Text>
        {action}
      </Stack>
    </Panel>
  );
}
