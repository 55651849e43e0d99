import { api, ctxOf, onceAsOperator } from '../../endpoint.ts';
import * as approving from '../approving.ts';
import * as contract from '../contract/admin.ts';
import * as looking from '../looking.ts';
import { pageIsClosed } from '../page-news.ts';
import { applicant, applicants } from '../schema/approvals.ts';
import { approvalSetting } from '../schema/setting.ts';
import { mended } from '../schema/guardian.ts';

const decide = onceAsOperator(contract.decideApproval, applicant, approving.decideApproval);
const setSetting = onceAsOperator(contract.setApprovalSetting, approvalSetting, looking.setApprovalSetting);
const mend = onceAsOperator(contract.mendBirthDate, mended, approving.mendBirthDate);

export const adminApprovalRoutes = api()
  .openapi(contract.listApprovals, async (c) =>
    c.json(applicants.parse(await approving.listApprovals(ctxOf(c), c.req.valid('query'))), 200),
  )
  .openapi(contract.decideApproval, async (c) =>
    c.json(await decide(c, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  .openapi(contract.getApprovalSetting, async (c) =>
    c.json(approvalSetting.parse(await looking.getApprovalSetting(ctxOf(c))), 200),
  )
  .openapi(contract.setApprovalSetting, async (c) => c.json(await setSetting(c, c.req.valid('json')), 200))
  .openapi(contract.mendBirthDate, async (c) => {
    const done = await mend(c, { ...c.req.valid('param'), ...c.req.valid('json') });
    if (done.closed !== null) await pageIsClosed(ctxOf(c), done.closed);
    return c.json(done, 200);
  });
