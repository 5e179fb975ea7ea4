/** Severities that STO counts, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** One of STO's severities. Exempted issues (`ignored`) are in none of them. */
export type Severity = (typeof SEVERITIES)[number];
