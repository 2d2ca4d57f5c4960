import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, type Client } from 'urql';
import { number } from '../../core/format';
import { saveSheet } from '../reports/sheet';
import { RosterRowsDocument, type RosterRowsQuery } from './rosters.gen';

type Row = NonNullable<RosterRowsQuery['rosterImport']>['rows']['edges'][number]['node'];
const AT_ONCE = 100;

type Rows = NonNullable<RosterRowsQuery['rosterImport']>['rows'];

async function pageOf(client: Client, id: string, after: string | null): Promise<Rows | null> {
  const { data } = await client.query(RosterRowsDocument, { id, kinds: ['ERROR'], states: null, first: AT_ONCE, after }, { requestPolicy: 'network-only' }).toPromise();
  return data?.rosterImport?.rows ?? null;
}

/** Every row with an error, page by page; null where a page did not arrive. */
async function wrongRows(client: Client, id: string, told: (done: number) => void): Promise<Row[] | null> {
  const rows: Row[] = [];
  let after: string | null = null;
  for (;;) {
    const found: Rows | null = await pageOf(client, id, after);
    if (!found) return null;
    rows.push(...found.edges.map(({ node }) => node));
    told(rows.length);
    if (!found.pageInfo.hasNextPage || !found.pageInfo.endCursor) return rows;
    after = found.pageInfo.endCursor;
  }
}

/** Before anything is written: a sheet of each error with its row and column, to put the file right by. */
export default function ErrorSheet({ id, name, count }: { id: string; name: string; count: number }) {
  const { t } = useTranslation('rosters');
  const { message } = App.useApp();
  const client = useClient();
  const [done, setDone] = useState<number | null>(null);
  async function make(): Promise<void> {
    setDone(0);
    const rows = await wrongRows(client, id, setDone);
    setDone(null);
    if (!rows) return void message.error(t('shared:error.network'));
    saveSheet(`${name}-${t('errorSheet.file')}`, [
      [t('number'), t('errorSheet.column'), t('errorSheet.field'), t('problem'), t('name'), t('place')],
      ...rows.flatMap((row) => row.problems.map((problem) => [row.number, problem.letter, problem.field && t(`field.${problem.field}`), problem.message, row.nameMasked, row.place])),
    ]);
  }
  return <Button icon={<DownloadOutlined />} loading={done !== null} onClick={() => void make()}>{done === null ? t('errorSheet.do', { count, replace: { count: number(count) } }) : t('progress', { done: number(done), total: number(count) })}</Button>;
}
