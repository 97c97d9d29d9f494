import { addressKind, isAddressAllowed, isOwnNetwork } from './address-policy';

describe('addressKind', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['172.32.0.1', 'public'],
    ['2606:4700::1111', 'public'],
    ['127.0.0.1', 'private'],
    ['127.255.0.9', 'private'],
    ['0.0.0.0', 'private'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['100.64.0.1', 'private'],
    ['::1', 'private'],
    ['::', 'private'],
    ['fd12:3456::1', 'private'],
    ['::ffff:127.0.0.1', 'private'],
    ['::ffff:7f00:1', 'private'],
    ['::127.0.0.1', 'private'],
    ['64:ff9b::10.0.0.1', 'private'],
    ['2002:7f00:1::', 'private'],
    ['64:ff9b::8.8.8.8', 'public'],
    ['169.254.169.254', 'forbidden'],
    ['169.254.0.1', 'forbidden'],
    ['100.100.100.200', 'forbidden'],
    ['::ffff:169.254.169.254', 'forbidden'],
    ['::ffff:a9fe:a9fe', 'forbidden'],
    ['64:ff9b::a9fe:a9fe', 'forbidden'],
    ['2002:a9fe:a9fe::1', 'forbidden'],
    ['fd00:ec2::254', 'forbidden'],
    ['fe80::1', 'forbidden'],
    ['fe80::1%eth0', 'forbidden'],
    ['ff02::1', 'forbidden'],
    ['224.0.0.1', 'forbidden'],
    ['255.255.255.255', 'forbidden'],
  ])('takes %s as %s', (address, kind) => {
    expect(addressKind(address)).toBe(kind);
  });

  it('throws for what is no address', () => {
    expect(() => addressKind('example.com')).toThrow('not an IP address');
  });
});

it('lets the operator point at their own network, and nobody at metadata', () => {
  expect(isAddressAllowed('10.0.0.1', 'operator')).toBe(true);
  expect(isAddressAllowed('10.0.0.1', 'user')).toBe(false);
  expect(isAddressAllowed('8.8.8.8', 'user')).toBe(true);
  expect(isAddressAllowed('169.254.169.254', 'operator')).toBe(false);
});

it.each([
  ['localhost', true],
  ['LOCALHOST', true],
  ['gpu-box', true],
  ['nas.local', true],
  ['vllm.internal', true],
  ['[::1]', true],
  ['192.168.1.5', true],
  ['api.openai.com', false],
  ['localhost.example.com', false],
  ['8.8.8.8', false],
  ['169.254.169.254', false],
])('says of %s that it is on the own network: %s', (host, expected) => {
  expect(isOwnNetwork(host)).toBe(expected);
});
