import { Button, CopyButton as MantineCopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from './icons';

/** @param label what is copied, for people who cannot see what stands beside it. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  return (
    <MantineCopyButton value={value} timeout={2000}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          onClick={copy}
          aria-label={copied ? `${label}: copied` : `Copy ${label}`}
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        >
          <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
        </Button>
      )}
    </MantineCopyButton>
  );
}
