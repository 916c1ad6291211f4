// What the page asks of the server.
async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  return answer.json();
}

export const state = async () => (await fetch("/api/state")).json();
export const news = async (after) => (await fetch(`/api/news?after=${after}`)).json();
export const add = (name) => post("/api/people", { name });
export const move = (step) => post("/api/clock", step);
export const act = (person, what, body) => post(`/api/people/${person}/${what}`, body);
