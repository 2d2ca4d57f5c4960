/** A copy of all that is held about oneself, read section by section, page by page. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Client } from 'urql';
import {
  OwnActivitiesDocument,
  OwnApplicationsDocument,
  OwnBlocksDocument,
  OwnBookingsDocument,
  OwnCasesDocument,
  OwnCertificatesDocument,
  OwnChargesDocument,
  OwnClubsDocument,
  OwnCouncilsDocument,
  OwnEnrolmentsDocument,
  OwnHelpRequestsDocument,
  OwnIssuesDocument,
  OwnMatchesDocument,
  OwnNeedsDocument,
  OwnNotificationsDocument,
  OwnPartyReportsDocument,
  OwnPartyTransfersDocument,
  OwnPlacesInLineDocument,
  OwnProposalsDocument,
  OwnRecordDocument,
  OwnStaysDocument,
  OwnVolunteerEntriesDocument,
} from './copy.gen';

type Document = TypedDocumentNode<object, { after?: string | null }>;
interface Page {
  edges: readonly { node: object }[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}
interface Section {
  name: string;
  needs: string;
  document: Document;
}

export const SECTIONS: readonly Section[] = [
  { name: 'record', needs: 'housing:view_residents', document: OwnRecordDocument },
  { name: 'stays', needs: 'housing:view_residents', document: OwnStaysDocument },
  { name: 'applications', needs: 'housing:view', document: OwnApplicationsDocument },
  { name: 'bookings', needs: 'spaces:view', document: OwnBookingsDocument },
  { name: 'lines', needs: 'spaces:view', document: OwnPlacesInLineDocument },
  { name: 'charges', needs: 'spaces:view', document: OwnChargesDocument },
  { name: 'courses', needs: 'courses:view', document: OwnEnrolmentsDocument },
  { name: 'blocks', needs: 'courses:view', document: OwnBlocksDocument },
  { name: 'certificates', needs: 'courses:view', document: OwnCertificatesDocument },
  { name: 'issues', needs: 'issues:view', document: OwnIssuesDocument },
  { name: 'proposals', needs: 'proposals:view', document: OwnProposalsDocument },
  { name: 'councils', needs: 'councils:view', document: OwnCouncilsDocument },
  { name: 'needs', needs: 'partners:view', document: OwnNeedsDocument },
  { name: 'clubs', needs: 'clubs:view', document: OwnClubsDocument },
  { name: 'mentoring', needs: 'mentors:view', document: OwnMatchesDocument },
  { name: 'help', needs: 'casework:ask_for_help', document: OwnHelpRequestsDocument },
  { name: 'cases', needs: 'casework:follow_own_case', document: OwnCasesDocument },
  { name: 'party', needs: 'party:report_in', document: OwnPartyReportsDocument },
  { name: 'transfers', needs: 'party:report_in', document: OwnPartyTransfersDocument },
  { name: 'activities', needs: 'party:join_activities', document: OwnActivitiesDocument },
  { name: 'hours', needs: 'party:join_activities', document: OwnVolunteerEntriesDocument },
  { name: 'notices', needs: 'housing:view', document: OwnNotificationsDocument },
];

/** Every row of a section; null where a page could not be read, for half a copy is none. */
export async function rowsOf(client: Client, document: Document): Promise<object[] | null> {
  const rows: object[] = [];
  let after: string | null = null;
  do {
    const { data }: { data?: object | undefined } = await client.query(document, { after }, { requestPolicy: 'network-only' }).toPromise();
    const page: Page | undefined = data && (Object.values(data).find((value) => typeof value === 'object') as Page | undefined);
    if (!page) return null;
    rows.push(...page.edges.map((edge) => edge.node));
    after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
  } while (after);
  return rows;
}

/** The file's text: what is held as it is held, without the type names that only the page needs. */
export const written = (copy: object): string => JSON.stringify(copy, (key, value: unknown) => (key === '__typename' ? undefined : value), 2);
