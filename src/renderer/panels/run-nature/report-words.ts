/** What a missing figure of a report says. */
export const NOT_IN_REPORT = 'not in the report';
