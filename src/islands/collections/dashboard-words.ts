/** The few words of the lists that the dashboard needs. */
export const listsDashboardWords = ['dash.', 'lists.count'] as const;
