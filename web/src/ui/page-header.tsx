import { Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

interface PageHeaderProps {
  title: string;
  lead?: string;
  action?: ReactNode;
}

/** The heading of a page; also names the browser's tab. */
export function PageHeader({ title, lead, action }: PageHeaderProps) {
  usePageTitle(title);
  return (
    <Group justify="space-between" align="flex-end" mb="lg" gap="md">
      <Stack gap={4} maw="64ch">
        <Title order={1} fz={{ base: 26, sm: 32 }}>
          {title}
        </Title>
        {lead !== undefined && <Text c="dimmed">{lead}</Text>}
      </Stack>
      {action}
    </Group>
  );
}

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Coinop`;
  }, [title]);
}
