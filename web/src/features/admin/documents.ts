import type {
  CreateUserInput,
  LedgerAudit,
  PageInfo,
  SystemUsage,
  UpdateUserInput,
  UsageStat,
  User,
} from '../../generated/schema';
import { gql } from '../../lib/graphql';

/** A user as the table shows them. */
export type ListedUser = Pick<
  User,
  'id' | 'username' | 'isAdmin' | 'isActive' | 'tokenLimit' | 'totalTokens' | 'createdAt'
>;

const FIELDS = 'id username isAdmin isActive tokenLimit totalTokens createdAt';

export interface UserList {
  users: {
    edges: readonly { node: ListedUser }[];
    pageInfo: Pick<PageInfo, 'hasNextPage' | 'endCursor'>;
  };
}

export const LIST_USERS = gql<UserList, { after: string | null; search: string | null }>(`
  query ListUsers($after: String, $search: String) {
    users(first: 25, after: $after, search: $search) {
      edges { node { ${FIELDS} } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const CREATE_USER = gql<{ createUser: ListedUser }, { input: CreateUserInput }>(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) { ${FIELDS} }
  }
`);

export const UPDATE_USER = gql<{ updateUser: ListedUser }, { id: string; input: UpdateUserInput }>(`
  mutation UpdateUser($id: ID!, $input: UpdateUserInput!) {
    updateUser(id: $id, input: $input) { ${FIELDS} }
  }
`);

export interface Overview {
  systemUsage: Pick<SystemUsage, 'users' | 'calls' | 'totalTokens'> & {
    byProvider: readonly Pick<UsageStat, 'provider' | 'calls' | 'totalTokens'>[];
    byModel: readonly Pick<UsageStat, 'model' | 'calls' | 'totalTokens'>[];
  };
}

export const OVERVIEW = gql<Overview>(`
  query Overview {
    systemUsage {
      users
      calls
      totalTokens
      byProvider { provider calls totalTokens }
      byModel { model calls totalTokens }
    }
  }
`);

export const AUDIT = gql<{ ledgerAudit: LedgerAudit }>(`
  query Audit {
    ledgerAudit { checkedAt ok checks { name violations } }
  }
`);
