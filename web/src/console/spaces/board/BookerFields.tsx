import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Audience } from '../../../core/schema.gen';
import { useRules } from '../../../desk/fields';
import { ResidentPicker } from '../../stays/ResidentPicker';

const AUDIENCES: readonly Audience[] = ['RESIDENT', 'CLUB', 'PARTNER', 'NEIGHBOUR', 'ORGANISER'];

/** For whom a space is booked, and for how many. */
export function BookerFields() {
  const { t } = useTranslation('spaces');
  const { needed, chosen } = useRules();
  const audience = (Form.useWatch('audience') as Audience | undefined) ?? 'RESIDENT';
  return (
    <>
      <div className="pair">
        <Form.Item name="audience" label={t('board.audience')}><Select options={AUDIENCES.map((one) => ({ value: one, label: t(`audience.${one}`) }))} /></Form.Item>
        <Form.Item name="quantity" label={t('board.seats')} rules={chosen(t('board.seats'))}><InputNumber min={1} style={{ width: '100%' }} /></Form.Item>
      </div>
      {audience === 'RESIDENT' ? <Form.Item name="residentId" label={t('board.booker')} rules={chosen(t('board.booker'))}><ResidentPicker /></Form.Item> : <Form.Item name="title" label={t('board.for')} rules={needed(t('board.for'))}><Input maxLength={100} /></Form.Item>}
      <Form.Item name="note" label={t('board.note')}><Input.TextArea rows={2} maxLength={500} /></Form.Item>
    </>
  );
}
