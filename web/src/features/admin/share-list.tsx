import { Group, Stack, Text } from '@mantine/core';
import { formatCount } from '../../lib/format';
import { Bar } from '../../ui/bar';
import { overviewTexts as texts } from './texts';

export interface Share {
  name: string;
  calls: number;
  totalTokens: number;
}

/** Who took how much of the whole, the largest first; the numbers stand beside the bars. */
export function ShareList({ shares }: { shares: readonly Share[] }) {
  const total = shares.reduce((sum, share) => sum + share.totalTokens, 0);
  if (shares.length === 0) return <Text c="dimmed">{texts.nothing}</Text>;
  return (
    <Stack gap="md">
      {shares.map(({ name, calls, totalTokens }) => (
        <div key={name}>
          <Group justify="space-between" gap="xs" mb={4}>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              <bdi>{name}</bdi>
            </Text>
            <Text size="sm" ff="monospace">
              {texts.shareNumbers(formatCount(totalTokens), formatCount(calls))}
            </Text>
          </Group>
          <Bar label={texts.share(name)} value={totalTokens} max={total} />
        </div>
      ))}
    </Stack>
  );
}
