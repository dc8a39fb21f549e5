import { type APIRequestContext, expect } from '@playwright/test';
import { PASSWORD } from './session';

/** Calls of the contract for what a story only needs to have happened. */
export class Api {
  private constructor(
    private readonly request: APIRequestContext,
    private readonly token: string,
  ) {}

  static async as(request: APIRequestContext, email: string): Promise<Api> {
    const answer = await request.post('/api/v1/sessions', {
      headers: { 'X-Tsunagu-Request': '1' },
      data: { email, password: PASSWORD },
    });
    expect(answer.status()).toBe(201);
    return new Api(request, (await answer.json()).accessToken);
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.request.get(`/api/v1${path}`, { headers: this.headers() });
    expect(answer.status(), path).toBe(200);
    return answer.json();
  }

  /** The version of a resource, for If-Match. */
  async etag(path: string): Promise<string> {
    const answer = await this.request.get(`/api/v1${path}`, { headers: this.headers() });
    return answer.headers().etag ?? '';
  }

  async post<T>(path: string, data: object, etag?: string): Promise<{ body: T; etag: string }> {
    const headers = { ...this.headers(), ...(etag ? { 'If-Match': etag } : {}) };
    const answer = await this.request.post(`/api/v1${path}`, { headers, data });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return { body: await answer.json(), etag: answer.headers().etag ?? '' };
  }

  /** Files a sheet and answers its case. */
  async file(content: object): Promise<{ caseId: string; caseNumber: string; sheetId: string }> {
    const draft = await this.post<{ id: string }>('/sheets', { content });
    const filed = await this.post<{ caseId: string; caseNumber: string }>(
      `/sheets/${draft.body.id}/file`,
      { newHousehold: true },
      draft.etag,
    );
    return { ...filed.body, sheetId: draft.body.id };
  }

  private headers(): Record<string, string> {
    return { Authorization: `Bearer ${this.token}` };
  }
}

/** An 8050 household that does not exist: a mother of eighty-three and her son. */
export function household8050(name: string, kana: string): object {
  const given = { state: 'given', method: 'oral', recordedOn: '2026-11-20' };
  return {
    receivedAt: '2026-11-20T10:00:00+09:00',
    channel: 'home_visit',
    receivedBy: '包括 花子',
    subject: {
      name,
      kana,
      gender: 'female',
      birth: { precision: 'year', year: 1943 },
      address: { kind: 'in_city', town: '中区桜堤', lot: '1番2号', ward: 'naka', district: '操山' },
      consent: given,
    },
    issues: ['care', 'debt', 'disability'],
    mostPressing: 'debt',
    householdSize: 2,
    members: [
      { name: '見本 和也', kana: 'みほん かずや', age: 54, ageToldOn: '2026-11-20', relation: '長男', consent: given },
    ],
    request: '長男は二十年ほど外に出ていない。家賃の督促状が届いている。',
    wishes: '息子と二人で、この家で暮らしつづけたい。',
    features: ['eighty_fifty', 'social_withdrawal'],
    purposeNotice: { shown: true, shownOn: '2026-11-20', method: 'oral' },
  };
}
