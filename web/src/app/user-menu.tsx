import { Button, Menu, useMantineColorScheme } from '@mantine/core';
import { useSession, useUser } from '../lib/session';
import {
  IconBolt,
  IconCheck,
  IconLeave,
  IconLink,
  IconMoon,
  IconScreen,
  IconSun,
} from '../ui/icons';

const SCHEMES = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconScreen },
] as const;

export function UserMenu() {
  const user = useUser();
  const { signOut } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button variant="default" size="sm" maw={180}>
          {user.username}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Look</Menu.Label>
        {SCHEMES.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} />}
            rightSection={colorScheme === value ? <IconCheck size={16} /> : undefined}
            aria-current={colorScheme === value}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item component="a" href="/docs" leftSection={<IconLink size={16} />}>
          API documentation
        </Menu.Item>
        {user.is_admin && (
          <Menu.Item component="a" href="/graphql" leftSection={<IconBolt size={16} />}>
            GraphQL playground
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLeave size={16} />} onClick={() => void signOut()}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
