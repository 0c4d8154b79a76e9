/** What plop and the help text call the generator of services. */
export const serviceGenerator = { name: "new", description: "a Go microservice" } as const;
