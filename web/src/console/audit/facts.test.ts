import { beforeAll, expect, test } from 'vitest';
import { i18n } from '../../core/i18n';
import issues from '../issues/zh-CN.json';
import own from './zh-CN.json';
import { saidFacts } from './facts';

beforeAll(() => {
  i18n.addResourceBundle('zh-CN', 'audit', own);
  i18n.addResourceBundle('zh-CN', 'issues', issues);
});

const said = (type: string, facts: unknown): string => saidFacts({ t: i18n.getFixedT('zh-CN', 'audit'), i18n }, type, JSON.stringify(facts));

test('facts are said in words, with dates, states, shares and yes or no as people say them', () => {
  expect(said('Issue', { status: 'PAUSED', code: 'WEATHER' })).toBe('状态：已暂停；说明：天气原因');
  expect(said('Stay', { starts_on: '2026-11-22' })).toBe('开始日：2026年11月22日');
  expect(said('Booking', { starts_at: '2026-11-21T18:00:00+00:00' })).toBe('开始：2026年11月22日 02:00');
  expect(said('ProposalProject', { percent: 40 })).toBe('进度：40%');
  expect(said('RosterImport', { creates_places: true, is_complete: false })).toBe('建立缺少的房源：是；完整名册：否');
  expect(said('Account', { factors: ['PASSWORD', 'TOTP'], session_id: '01a22087-972e-7063-bea7-1c04f445a629' })).toBe('验证方式：密码、动态验证码；登录：编号 45a629');
  expect(said('Account', { cap: 'sign-in:account' })).toBe('限制：同一账号尝试过多');
});

test('what is empty is left out, and what has no words is told by its name', () => {
  expect(said('Issue', { status: 'CLOSED', code: null })).toBe('状态：已关闭');
  expect(said('Stay', { effects: [] })).toBe('');
  expect(said('Stay', { moon_phase: 'FULL', heights: [1000, 2] })).toBe('moon phase：FULL；heights：1,000、2');
});
