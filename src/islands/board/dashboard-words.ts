/** The few words of the board that the dashboard needs. */
export const boardDashboardWords = ['title', 'credits.left', 'empty.title', 'dash.'] as const;
