"""What is said to the person at the desk about each kind: what it is, why it matters, what to do."""

from __future__ import annotations

from gongkai.language import say
from gongkai.leaks.model import Kind, Leak, Mask, Severity


def label(kind: Kind) -> str:
    return {
        Kind.IDENTITY: say("身份证号"),
        Kind.IDENTITY_OLD: say("15位身份证号"),
        Kind.IDENTITY_WRONG: say("疑似身份证号"),
        Kind.MOBILE: say("手机号码"),
        Kind.BANK_CARD: say("银行卡号"),
        Kind.BANK_ACCOUNT: say("银行账号"),
        Kind.ADDRESS: say("家庭住址"),
        Kind.PASSPORT: say("护照、通行证号"),
        Kind.EMAIL: say("个人电子邮箱"),
        Kind.PERSON_LIST: say("敏感名单"),
        Kind.SECRECY: say("密级标志"),
        Kind.REVISIONS: say("修订记录"),
        Kind.COMMENTS: say("批注"),
        Kind.HIDDEN_TEXT: say("隐藏的文字"),
        Kind.PROPERTIES: say("文件属性"),
        Kind.EMBEDDED: say("嵌入的文件"),
        Kind.EXTERNAL_LINK: say("外部链接的内容"),
        Kind.CROPPED: say("裁掉的图片"),
        Kind.PICTURE_DATA: say("图片里的信息"),
        Kind.HIDDEN_SHEET: say("隐藏的工作表"),
        Kind.HIDDEN_CELLS: say("隐藏的行和列"),
        Kind.PIVOT_CACHE: say("数据透视表缓存"),
        Kind.LINK_CACHE: say("链接缓存"),
        Kind.HIDDEN_NAME: say("隐藏的名称"),
        Kind.VALIDATION_LIST: say("下拉列表里的信息"),
        Kind.COVERED_TEXT: say("盖住的文字"),
        Kind.ATTACHMENT: say("PDF附件"),
        Kind.SCRIPT: say("脚本和动作"),
        Kind.HIDDEN_LAYER: say("隐藏的图层"),
        Kind.EARLIER_VERSION: say("以前的版本"),
        Kind.FORM_FIELD: say("表单域"),
        Kind.UNREADABLE: say("看不进去的文件"),
    }[kind]


def mask_label(mask: Mask) -> str:
    return {
        Mask.PARTIAL: say("遮蔽中间几位"),
        Mask.LAST_FOUR: say("只留后四位"),
        Mask.TOWN: say("只留乡镇"),
        Mask.REMOVE: say("删去"),
    }[mask]


def explained(leak: Leak) -> str:
    """The sentence for one leak; ``shown`` is in it, the value is not."""
    if leak.hidden and leak.kind in _WRITTEN:
        return say(
            "看不见的内容里有{label}（{shown}）：{place}。读者另存或者复制后能看到。请使用清除了隐藏内容的副本。",
            label=label(leak.kind),
            shown=leak.shown,
            place=str(leak.place) or say("文件内部"),
        )
    if leak.kind is Kind.MOBILE and leak.severity is Severity.LOOK:
        return say("疑似手机号码（{shown}）。如果是工作人员的手机，建议改用办公电话；如果是个人的，请遮蔽。").format(
            shown=leak.shown
        )
    return _sentences(leak.kind).format(shown=leak.shown)


_WRITTEN = frozenset(
    {
        Kind.IDENTITY,
        Kind.IDENTITY_OLD,
        Kind.IDENTITY_WRONG,
        Kind.MOBILE,
        Kind.BANK_CARD,
        Kind.BANK_ACCOUNT,
        Kind.ADDRESS,
        Kind.PASSPORT,
        Kind.EMAIL,
        Kind.PERSON_LIST,
        Kind.SECRECY,
    }
)


def _sentences(kind: Kind) -> str:
    return {
        Kind.IDENTITY: say("身份证号（{shown}）通过了校验，是真实号码，公开会侵害个人隐私。请遮蔽中间几位，或者删去。"),
        Kind.IDENTITY_OLD: say("疑似15位的老身份证号（{shown}），公开会侵害个人隐私。请遮蔽中间几位，或者删去。"),
        Kind.IDENTITY_WRONG: say(
            "像身份证号（{shown}），但校验位或者出生日期不对，也可能是别的编号。请核对；确是身份证号的，请遮蔽。"
        ),
        Kind.MOBILE: say("手机号码（{shown}）属于个人信息。请遮蔽中间四位，或者删去。"),
        Kind.BANK_CARD: say("银行卡号（{shown}）公开后可能被冒用。请只留前后四位，或者删去。"),
        Kind.BANK_ACCOUNT: say("像个人的银行账号（{shown}）。单位收款账户可以保留并说明理由；个人的请遮蔽，或者删去。"),
        Kind.ADDRESS: say("家庭住址（{shown}）精确到门牌。可以保留到乡镇或者街道，其余请隐去。"),
        Kind.PASSPORT: say("护照或者通行证号码（{shown}）属于个人信息。请遮蔽中间几位，或者删去。"),
        Kind.EMAIL: say("个人电子邮箱（{shown}）。单位对外公布的邮箱可以保留；个人的请遮蔽，或者改用单位邮箱。"),
        Kind.PERSON_LIST: say(
            "名单把姓名和{shown}放在一起，公开后会暴露个人的疾病、贫困或者未成年人的情况。请核对是否必须公开，姓名宜只留姓。"
        ),
        Kind.SECRECY: say(
            "文中有密级或者内部文件标志（{shown}）。涉密、内部的文件不得公开。请停止发布，交保密审查；确已解密的，请附上依据。"
        ),
        Kind.REVISIONS: say(
            "文件里还有修订记录（{shown}），读者打开就能看到改了什么、谁改的。请清除全部修订，用清除后的副本。"
        ),
        Kind.COMMENTS: say("文件里还有批注（{shown}），读者打开就能看到内部意见和姓名。请删去批注，用清除后的副本。"),
        Kind.HIDDEN_TEXT: say(
            "文件里有看不见的文字（{shown}），读者复制或者改变格式就能看到。请清除，用清除后的副本。"
        ),
        Kind.PROPERTIES: say("文件属性里记着内部信息（{shown}），下载的人都能查看。请清除文件属性，用清除后的副本。"),
        Kind.EMBEDDED: say(
            "文件里嵌着另一个文件（{shown}），其中可能有未经审查的内容。请取出单独审查，用清除后的副本。"
        ),
        Kind.EXTERNAL_LINK: say(
            "文件会从别处取内容（{shown}），既暴露内部路径，内容也可能被人更换。请断开链接，用清除后的副本。"
        ),
        Kind.CROPPED: say(
            "图片只是裁切显示（{shown}），裁掉的部分还在文件里，取消裁切就能看到。请使用真正裁掉的副本。"
        ),
        Kind.PICTURE_DATA: say("图片里带着拍摄信息（{shown}），能看出拍摄地点、设备或者姓名。请清除，用清除后的副本。"),
        Kind.HIDDEN_SHEET: say(
            "工作簿里有隐藏的工作表（{shown}），读者取消隐藏就能看到。请删去隐藏的工作表，或者改为显示后再审查。"
        ),
        Kind.HIDDEN_CELLS: say(
            "工作表里有隐藏或者筛掉的行、列（{shown}），读者取消隐藏就能看到。请删去，或者改为显示后再审查。"
        ),
        Kind.PIVOT_CACHE: say(
            "数据透视表的缓存里保存着全部原始数据（{shown}），删去源表也还在。请改为普通表格，用清除后的副本。"
        ),
        Kind.LINK_CACHE: say("工作簿里缓存着其他文件的内容和路径（{shown}）。请断开链接，用清除后的副本。"),
        Kind.HIDDEN_NAME: say(
            "工作簿里有隐藏的或者指向隐藏位置的名称（{shown}），其中可能有内部内容。请删去，用清除后的副本。"
        ),
        Kind.VALIDATION_LIST: say(
            "单元格的下拉列表里有个人信息（{shown}），点开就能看到。请删去下拉列表，用清除后的副本。"
        ),
        Kind.COVERED_TEXT: say(
            "图形盖住了文字，字还在下面（{shown}），选中就能复制出来。请使用真正去掉了这些字的副本。"
        ),
        Kind.ATTACHMENT: say("PDF里附着其他文件（{shown}），下载的人能取出来。请单独审查，用清除后的副本。"),
        Kind.SCRIPT: say("文件里有脚本或者自动动作（{shown}），可能危害读者的电脑。请使用清除后的副本。"),
        Kind.HIDDEN_LAYER: say("PDF里有不显示的图层（{shown}），读者打开图层就能看到。请使用清除后的副本。"),
        Kind.EARLIER_VERSION: say("文件里还保存着以前的版本（{shown}），修改前的内容能够恢复。请使用重新生成的副本。"),
        Kind.FORM_FIELD: say("PDF里有表单域（{shown}），填写过的内容能够取出。请使用清除后的副本。"),
        Kind.UNREADABLE: say(
            "看不进去，不能保证没有隐藏内容（{shown}）。请另存为docx、xlsx或者PDF后再试；确须公开的，请人工检查并说明理由。"
        ),
    }[kind]
