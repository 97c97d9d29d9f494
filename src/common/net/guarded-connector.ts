import { lookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isAddressAllowed, unbracketed, type AddressTrust } from './address-policy';

/** The address is one that this server does not dial. Carries a code as socket errors do. */
export class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';

  constructor(host: string) {
    super(`${host} is an address that is not dialled`);
    this.name = 'AddressRefused';
  }
}

export interface GuardedConnectorOptions {
  trust: AddressTrust;
  timeoutMs: number;
}

/**
 * Opens sockets for undici to allowed addresses only. The check is made on the very addresses that are
 * dialled, after the name was resolved: a name that was harmless when it was saved may lead elsewhere now.
 */
export function guardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const { trust, timeoutMs } = options;
  const connect = buildConnector({
    timeout: timeoutMs,
    lookup: guardedLookup(trust),
  } as buildConnector.BuildOptions);
  return (target, callback) => {
    const host = unbracketed(target.hostname);
    // Sockets do not look an address up.
    if (isIP(host) !== 0 && !isAddressAllowed(host, trust)) {
      callback(new AddressRefused(host), null);
      return;
    }
    connect(target, callback);
  };
}

/** Resolves a name to those of its addresses that may be dialled; fails when none is left. */
export function guardedLookup(trust: AddressTrust): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) {
        callback(error, '', 0);
        return;
      }
      const allowed = addresses.filter(({ address }) => isAddressAllowed(address, trust));
      const [first] = allowed;
      if (first === undefined) callback(new AddressRefused(hostname), '', 0);
      else if (options.all === true) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

/** Throws AddressRefused when none of the host's addresses may be dialled, and the resolver's own error. */
export async function assertDiallable(hostname: string, trust: AddressTrust): Promise<void> {
  const host = unbracketed(hostname);
  if (isIP(host) !== 0) {
    if (!isAddressAllowed(host, trust)) throw new AddressRefused(host);
    return;
  }
  await new Promise<void>((resolve, reject) => {
    guardedLookup(trust)(host, { all: true }, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}
