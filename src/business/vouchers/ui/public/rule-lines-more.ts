import { EXCLUSIONS, MODES, type Rulebook, SERVICE_KINDS, TIES } from '../../browser.ts'
import { both, type Draft, joined, line, listed, percent, yesNo } from './rule-words.ts'

/** Lines about what stands around a voucher: settlement, providers, bans, money, penalties. Browser-safe. */

export function settling(book: Rulebook): Draft[] {
  return [
    line(
      'settlement.intra',
      both('省市内服务', 'Service within the region'),
      book.settlement.intra,
      (mode) => MODES[mode],
    ),
    line(
      'settlement.cross',
      both('跨省市服务', 'Service across the border'),
      book.settlement.cross,
      (mode) => (mode === null ? both('不支持', 'not possible') : MODES[mode]),
    ),
    line('form', both('券的形式', 'Form of the voucher'), book.form, (form) =>
      form === 'electronic' ? both('电子券', 'electronic') : both('纸质券', 'paper'),
    ),
    line('usableInParts', both('能否分次使用', 'Use in parts'), book.usableInParts, (may) =>
      yesNo(may, both('可以分次使用', 'yes'), both('一次用完', 'no, at once')),
    ),
    line('transferable', both('能否转让', 'Transfer'), book.transferable, (may) =>
      yesNo(may, both('可以转让', 'allowed'), both('不得转让、买卖', 'no transfer, no sale')),
    ),
    line('pledgeable', both('能否质押', 'Pledge for a loan'), book.pledgeable, (may) =>
      yesNo(may, both('可以抵押贷款', 'allowed'), both('不得质押', 'not allowed')),
    ),
  ]
}

export function providers(book: Rulebook): Draft[] {
  const { classes, admittedBeforeContract, afterWithdrawal } = book.providers
  return [
    ...classes.map((one) => ({
      key: `providers.classes.${one.id}`,
      what: one.says,
      says: one.scope
        ? joined(both('仅限：', 'only for: '), listed(one.scope.map((kind) => SERVICE_KINDS[kind])))
        : both('可提供支持范围内的各类服务', 'for every service that is paid for'),
      cited: one,
    })),
    line(
      'providers.admittedBeforeContract',
      both('入库时间', 'Admission'),
      admittedBeforeContract,
      (before) =>
        yesNo(
          before,
          both('须在签订合同前入库', 'must stand before the contract is signed'),
          both('不要求在签订合同前入库', 'need not stand before the contract'),
        ),
    ),
    line(
      'providers.afterWithdrawal',
      both('机构中途被移出', 'Admission withdrawn mid-way'),
      afterWithdrawal,
      (then) =>
        then === 'finish_running'
          ? both('已确认的订单可以做完', 'confirmed orders may be finished')
          : both('在办订单停止', 'running orders stop'),
    ),
  ]
}

export const excluded = (book: Rulebook): Draft[] =>
  book.excluded.map((item) => ({
    key: `excluded.${item.kind}`,
    what: EXCLUSIONS[item.kind],
    says: both('不予支持', 'is not paid'),
    cited: item,
  }))

export const bans = (book: Rulebook): Draft[] =>
  book.bannedTies.map((item) => ({
    key: `bannedTies.${item.tie}`,
    what: TIES[item.tie],
    says: both('双方有此关系的，不能用券', 'bars the voucher between the two'),
    cited: item,
  }))

export function moneyRules(book: Rulebook): Draft[] {
  const { reservedAtIssue, whenShort, release, commissionBp } = book.budget
  const short = {
    queue: book.priority.value.length
      ? both(
          '排队：优先名单内的在前，其余按审核通过先后',
          'a queue: the listed honours first, the others in order of acceptance',
        )
      : both('按审核通过先后排队', 'a queue in order of acceptance'),
    stop: both('停止受理', 'no more claims are taken'),
  }
  return [
    line('budget.reservedAtIssue', both('发券时', 'At issue'), reservedAtIssue, (held) =>
      yesNo(
        held,
        both('预留资金，兑付不受余额影响', 'the money is set aside, so a redemption is never short'),
        both('不预留资金，兑付时看余额', 'no money is set aside; the redemption depends on what is left'),
      ),
    ),
    line('budget.whenShort', both('资金不足时', 'When money is short'), whenShort, (then) => short[then]),
    line('budget.release', both('资金发放', 'Release'), release, (how) =>
      how === 'instalments' ? both('分次发放', 'in instalments') : both('一次发放', 'at once'),
    ),
    line('budget.commissionBp', both('服务费上限', "Ceiling of the operators' fee"), commissionBp, (bp) =>
      bp === null ? both('未见规定', 'none read') : percent(bp),
    ),
  ]
}

export function penalties(book: Rulebook): Draft[] {
  return [
    line(
      'penalties.falseRedemptionBanYears',
      both('弄虚作假', 'A false redemption'),
      book.penalties.falseRedemptionBanYears,
      (years) =>
        both(`追回资金，${years} 年内不得申领`, `the money is recovered; no claims for ${years} years`),
    ),
    line(
      'penalties.repeatedBar',
      both('限制期内再次弄虚作假', 'A further falsehood while barred'),
      book.penalties.repeatedBar,
      (how) =>
        how === 'later_end'
          ? both('自新决定起算，以较晚的届满日为准', 'counts from the new decision; the later end stands')
          : both('自原期限届满起接续计算', 'the new term follows the old one'),
    ),
    line(
      'penalties.providerAdmission',
      both('涉事服务机构', 'The provider concerned'),
      book.penalties.providerAdmission,
      (then) =>
        then === 'withdrawn'
          ? both('移出服务机构库', 'loses its admission')
          : both('复核入库资格', 'has its admission reviewed'),
    ),
  ]
}
