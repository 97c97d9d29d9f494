import { Column, Entity, Index } from 'typeorm';
import { ApiKeyView } from '../api-key.view';

@Entity('api_keys')
export class ApiKey extends ApiKeyView {
  /** SHA-256 of the whole key in hex. The key is 256 random bits, so nothing slower is needed. */
  @Index('api_keys_secret_hash_key', { unique: true })
  @Column({ length: 64 })
  secretHash: string;
}
