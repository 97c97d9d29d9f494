import { Group, NumberInput, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { userTexts as texts } from './texts';

interface LimitFieldProps {
  /** Tokens; null means no limit. */
  value: number | null;
  onChange: (value: number | null) => void;
}

/** What is offered when somebody goes from no limit to one. */
const FIRST_LIMIT = 100_000;

/** No limit is a choice that is said, never an empty field that has to be guessed. */
export function LimitField({ value, onChange }: LimitFieldProps) {
  const [amount, setAmount] = useState<number | string>(value ?? FIRST_LIMIT);
  const isLimited = value !== null;
  return (
    <Radio.Group
      label={texts.limitMode}
      value={isLimited ? 'limited' : 'unlimited'}
      onChange={(mode) => onChange(mode === 'unlimited' ? null : Number(amount))}
    >
      <Stack gap="xs" mt="xs">
        <Radio value="unlimited" label={texts.unlimited} />
        <Group gap="sm">
          <Radio value="limited" label={texts.limited} />
          <NumberInput
            aria-label={texts.limitAmount}
            value={amount}
            onChange={(next) => {
              setAmount(next);
              onChange(Number(next));
            }}
            disabled={!isLimited}
            required={isLimited}
            min={0}
            allowDecimal={false}
            thousandSeparator=","
            suffix=" tokens"
            hideControls
            w={190}
          />
        </Group>
      </Stack>
    </Radio.Group>
  );
}
