/** The name and the description under which plop lists the generator of services. */
export const serviceGenerator = { name: "new", description: "a Go microservice" } as const;
