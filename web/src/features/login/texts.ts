export const texts = {
  title: 'Log in',
  tagline: 'Games that think. Every token counted.',
  lead: 'Use the name and password that your admin gave you.',
  username: 'User name',
  password: 'Password',
  submit: 'Log in',
  failed: 'That did not work',
  firstStart:
    'First start? The name and password of the first admin stand in the server’s output, once.',
} as const;
