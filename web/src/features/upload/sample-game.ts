/** The smallest thing that is a game: one question, one answer, streamed. */
export const SAMPLE_GAME = `<!doctype html>
<title>Ask the lamp</title>
<h1>Ask the lamp</h1>
<form><input name="q" autofocus> <button>Ask</button></form>
<p id="answer"></p>
<script>
  const answer = document.querySelector('#answer');
  document.forms[0].onsubmit = async (event) => {
    event.preventDefault();
    const response = await fetch('/api/inference/anthropic/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'demo',
        max_tokens: 200,
        messages: [{ role: 'user', content: event.target.q.value }],
      }),
    });
    const reply = await response.json();
    answer.textContent = response.ok ? reply.content[0].text : reply.error.message;
  };
</script>
`;
