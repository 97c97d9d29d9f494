/** What the playground opens with: something that answers at once and shows the shape of the rest. */
export const FIRST_QUERY = `# Admin GraphQL of this server: press the play
# button, or Ctrl-Enter. The book on the left
# documents every type; all of it works offline.

query Overview {
  me {
    username
  }
  systemUsage {
    users
    totalTokens
  }
}
`;
