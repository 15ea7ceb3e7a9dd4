// What somebody writes with the types that are generated from the description of the API; it has to pass “tsc --strict”.
import type { components, operations, paths } from "./schema";

type Card = components["schemas"]["ActorCard"];
type ActorPage = paths["/v1/actors"]["get"]["responses"]["200"]["content"]["application/json"];
type SuggestionPage = operations["suggest_for_actor"]["responses"]["200"]["content"]["application/json"];
type Problem = components["schemas"]["ProblemDetails"];
type Event = components["schemas"]["EventMessage"];

export const drawn = (card: Card): string =>
  [card.name, card.description?.words ?? "", card.website, ...card.languages.map((item) => item.label)].join(" ");

export const names = (page: ActorPage): string[] => page.actors.map(drawn);

export const best = (page: SuggestionPage): number | undefined => page.suggestions[0]?.score;

export const reasons = (page: SuggestionPage): string[] =>
  page.suggestions.flatMap((item) => item.ledger.map((row) => row.sentence));

export const told = (problem: Problem): string => `${problem.title}: ${problem.cure}`;

export const isNew = (event: Event): boolean => event.type === "actor.joined";

export const question: operations["list_actors"]["parameters"]["query"] = { limit: 5, sector: ["ngo"] };

export const profile: components["schemas"]["ProfileRequest"] = { name: "A", sector: "ngo", themes: ["employment"] };

// @ts-expect-error: a misspelt field is found before anything is sent.
export const misspelt = (page: ActorPage): number => page.totall;

// @ts-expect-error: so is a kind of event that there is not.
export const neverNew = (event: Event): boolean => event.type === "actor.join";
