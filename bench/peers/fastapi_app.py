"""The peer: FastAPI, SQLAlchemy 2 async, asyncpg and pydantic, the way most teams build it.

It reads the same tables of the same database and does the same work in one statement: token, session, active person,
role; then the same answer.
"""

import os
import uuid
from datetime import UTC, datetime
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import BigInteger, Boolean, Column, DateTime, ForeignKey, String, Table, Uuid, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

SECRET = bytes.fromhex(os.environ["BENCH_JWT_KEY"])
engine = create_async_engine(os.environ["BENCH_ASYNC_URL"], pool_size=20, max_overflow=10)
Session = async_sessionmaker(engine, expire_on_commit=False)
READ, WORK = {"read:brand", "read:campaign", "read:report"}, {
    "create:brand", "update:brand", "delete:brand", "create:campaign", "update:campaign",
    "delete:campaign", "create:report", "export:report", "view:analytics",
}  # fmt: skip
MATRIX = {"admin": READ | WORK | {"manage:users"}, "manager": READ | WORK, "viewer": READ}


class Base(DeclarativeBase):
    pass


memberships = Table(
    "accounts_user_groups",
    Base.metadata,
    Column("user_id", ForeignKey("accounts_user.id")),
    Column("group_id", ForeignKey("auth_group.id")),
)


class Role(Base):
    __tablename__ = "auth_group"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(150))


class User(Base):
    __tablename__ = "accounts_user"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    password: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(String(150))
    language: Mapped[str] = mapped_column(String(2))
    theme: Mapped[str] = mapped_column(String(5))
    plan: Mapped[str] = mapped_column(String(12))
    is_active: Mapped[bool] = mapped_column(Boolean)
    email_verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_login: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    roles: Mapped[list[Role]] = relationship(secondary=memberships)


class LoginSession(Base):
    __tablename__ = "accounts_loginsession"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    user: Mapped[User] = relationship()


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: int
    email: str
    name: str
    role: str
    permissions: list[str]
    is_verified: bool
    avatar_url: str | None
    language: str
    theme: str
    plan: str
    created_at: datetime
    last_login: datetime | None


class Meta(BaseModel):
    timestamp: datetime = Field(default_factory=lambda: datetime.now(UTC))
    request_id: str = Field(default_factory=lambda: f"req_{uuid.uuid4().hex}")


class UserAnswer(BaseModel):
    success: bool = True
    data: UserOut
    message: str = ""
    meta: Meta = Field(default_factory=Meta)


class Health(BaseModel):
    status: str
    version: str
    timestamp: datetime = Field(default_factory=lambda: datetime.now(UTC))
    checks: dict[str, str]


async def get_db():
    async with Session() as session:
        yield session


bearer = HTTPBearer()


async def current_user(
    cred: Annotated[HTTPAuthorizationCredentials, Depends(bearer)], db: Annotated[AsyncSession, Depends(get_db)]
) -> User:
    try:
        payload = jwt.decode(cred.credentials, SECRET, algorithms=["HS256"])
        session_id, user_id = uuid.UUID(payload["sid"]), int(payload["sub"])
    except (jwt.PyJWTError, KeyError, ValueError) as problem:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "invalid token") from problem
    query = (
        select(LoginSession)
        .options(joinedload(LoginSession.user).joinedload(User.roles))
        .where(LoginSession.id == session_id, LoginSession.user_id == user_id, LoginSession.revoked_at.is_(None))
    )
    found = (await db.execute(query)).unique().scalar_one_or_none()
    if found is None or not found.user.is_active:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "inactive")
    return found.user


app = FastAPI()


@app.get("/api/v1/auth/me", response_model=UserAnswer)
async def me(user: Annotated[User, Depends(current_user)]):
    names = {role.name for role in user.roles}
    role = next((name for name in MATRIX if name in names), "viewer")
    return UserAnswer(
        data=UserOut(
            id=user.id,
            email=user.email,
            name=user.name,
            role=role,
            permissions=sorted(MATRIX[role]),
            is_verified=user.email_verified_at is not None,
            avatar_url=None,
            language=user.language or "ko",
            theme=user.theme,
            plan=user.plan,
            created_at=user.created_at,
            last_login=user.last_login,
        )
    )


@app.get("/health", response_model=Health)
async def health(db: Annotated[AsyncSession, Depends(get_db)]):
    await db.execute(text("SELECT 1"))
    return Health(status="healthy", version="1", checks={"database": "ok"})
