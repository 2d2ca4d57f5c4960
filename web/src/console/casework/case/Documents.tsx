import { UploadOutlined } from '@ant-design/icons';
import { App, Button, Upload } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from 'urql';
import { once, save, upload } from '../../../core/data/files';
import { useAct } from '../../../core/data/useAct';
import { useData } from '../../../core/data/useData';
import { dateTime, number } from '../../../core/format';
import { randomHex } from '../../../core/hex';
import { Nothing, States } from '../../../desk/States';
import { AddCaseDocumentDocument } from '../acts.gen';
import { CaseDocumentContentDocument, CaseDocumentsDocument } from './case.gen';

const KEY_BYTES = 16;
const isSame = (one: File, other: File): boolean => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

/** The documents of a case: up and down through the sealed surface, never by a link. */
export function Documents({ id, isWorking }: { id: string; isWorking: boolean }) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [add] = useAct(AddCaseDocumentDocument);
  // A file whose adding was never heard of: chosen again, it is the same act.
  const unheard = useRef<{ file: File; key: string } | null>(null);
  const reading = useData(CaseDocumentsDocument, { id });

  async function send(chosen: File): Promise<void> {
    setBusy(true);
    const { file, key } = unheard.current && isSame(unheard.current.file, chosen) ? unheard.current : { file: chosen, key: randomHex(KEY_BYTES) };
    const sent = await once(file, () => upload(file, file.name, 'CASE_DOCUMENT'));
    const outcome = sent.ok ? await add({ input: { caseId: id, fileId: sent.id, idempotencyKey: key } }) : null;
    unheard.current = outcome && !outcome.ok && outcome.problem.code === 'UNREACHED' ? { file, key } : null;
    setBusy(false);
    if (outcome?.ok) {
      void message.success(t('document.added', { name: file.name }));
      reading.again();
    } else void message.error((outcome && !outcome.ok && outcome.problem.message) || (!sent.ok && sent.message) || t('document.failed'));
  }

  async function fetchOne(documentId: string, name: string): Promise<void> {
    const { data } = await client.query(CaseDocumentContentDocument, { id: documentId }, { requestPolicy: 'network-only' }).toPromise();
    const content = data?.node?.__typename === 'CaseDocument' ? data.node.content : null;
    if (!content) return void message.error(t('document.notGot'));
    save(new Blob([Uint8Array.from(atob(content), (letter) => letter.codePointAt(0) ?? 0)], { type: 'application/octet-stream' }), name);
  }

  return (
    <>
      {isWorking && (
        <p style={{ marginTop: 0 }}>
          <Upload accept="image/jpeg,image/png,application/pdf" showUploadList={false} beforeUpload={(file) => { void send(file); return false; }}>
            <Button icon={<UploadOutlined />} loading={busy}>{t('document.add')}</Button>
          </Upload>
        </p>
      )}
      <States of={reading} isEmpty={(data) => !data.case?.documents.length} empty={<Nothing title={t('document.none')} hint={t('document.hint')} />}>
        {(data) => (
          <ul className="plain-list rows">
            {data.case?.documents.map((one) => (
              <li key={one.id}>
                <span className="who grow"><b>{one.name ?? t('shredded')}</b><small className="num">{[one.mediaType, t('document.size', { kb: number(Math.ceil(one.size / 1024)) }), dateTime(one.addedAt)].join(' · ')}</small></span>
                {one.name && <Button size="small" onClick={() => void fetchOne(one.id, one.name ?? '')}>{t('shared:act.download')}</Button>}
              </li>
            ))}
          </ul>
        )}
      </States>
    </>
  );
}
