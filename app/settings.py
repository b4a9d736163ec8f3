"""Every setting, read from the environment once and passed on as an argument. `docs/settings.md` describes them."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator can set."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field(default="sqlite:///var/jixiao.db", description="数据库：sqlite:///路径 或 postgresql://…")
    database_pool_size: int = Field(default=8, description="每个进程到 PostgreSQL 的连接数上限")
    host: str = Field(default="127.0.0.1", description="监听地址")
    port: int = Field(default=8000, description="监听端口")
    workers: int = Field(default=1, description="服务进程数")
    worker: bool = Field(default=True, description="在服务进程内处理后台任务；否则另行运行 jixiao worker")
    allow_remote: bool = Field(default=False, description="允许以明文 HTTP 监听非本机地址（只在封闭的测试网中用）")
    https: bool = Field(default=False, description="前面的网关用 HTTPS：Cookie 只经加密连接发送，并发送 HSTS")
    allowed_hosts: str = Field(default="", description="除本机外还接受的主机名，逗号分隔")
    api_base_url: str = Field(default="", description="页面所用 API 的地址；空则在本进程内调用")
    font_folder: str = Field(default="", description="PDF 所用字体的文件夹；空则只用系统字体")
    password_memory_kib: int = Field(default=65_536, ge=8_192, description="argon2id 计算一个密码所用的内存（KiB）")
    password_passes: int = Field(default=3, ge=1, description="argon2id 计算一个密码的遍数")
