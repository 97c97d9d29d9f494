import { Alert, Button, Code, Group, Text } from '@mantine/core';
import type { ApiError } from '../lib/api-error';

interface ErrorPanelProps {
  /** What was being tried: "The games could not be loaded". */
  title: string;
  error: ApiError;
  onRetry?: () => void;
}

/** Mantine's red is a shade too light for small text on paper. */
const TITLE = { title: { color: 'var(--coinop-bad)' } } as const;

/** What failed, why in the server's own words, what to do now, and the id that an admin can look up. */
export function ErrorPanel({ title, error, onRetry }: ErrorPanelProps) {
  return (
    <Alert
      role="alert"
      color="red"
      variant="outline"
      title={title}
      bg="var(--coinop-surface)"
      styles={TITLE}
    >
      <Text size="sm">{error.message}</Text>
      <Group mt="xs" gap="sm">
        {onRetry !== undefined && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
        {error.requestId !== null && (
          <Text size="xs" c="dimmed">
            Request id <Code>{error.requestId}</Code>
          </Text>
        )}
      </Group>
    </Alert>
  );
}
