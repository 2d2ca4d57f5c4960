import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import { beginWords } from '../core/i18n';

localStorage.setItem('xinju.lang', 'zh-CN');
await beginWords({}, {});
afterEach(cleanup);
