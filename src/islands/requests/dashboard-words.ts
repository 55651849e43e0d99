/** The few words of these screens that the dashboard needs. */
export const dashboardWords = ['list.title', 'list.new', 'line.proposals', 'dash.', 'notice.'] as const;
